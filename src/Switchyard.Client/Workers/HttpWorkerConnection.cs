using System.Threading.Channels;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Http;

namespace Switchyard.Client.Workers;

/// <summary>
/// The worker protocol over plain HTTP: frames become requests and answers become frames. It asks for jobs while it has
/// free slots, renews what it holds at a third of the lease time, and goes on when the server was away; a lease that could
/// not be renewed in time it revokes by itself.
/// </summary>
public sealed partial class HttpWorkerConnection : IWorkerConnection
{
    private static readonly TimeSpan PollTime = TimeSpan.FromSeconds(30);

    private readonly ClientOptions _server;
    private readonly WorkerOptions _options;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenSource _draining = new();
    private readonly SlotCount _slots;

    private readonly HttpLeases _leases;

    // Unbounded by itself: assignments by the capacity, answers by what was asked.
    private readonly Channel<ServerFrame> _inbox = Channel.CreateUnbounded<ServerFrame>();
    private HttpWorkerCalls? _calls;
    private Task _loops = Task.CompletedTask;

    /// <summary>Makes a connection; nothing is called before the hello.</summary>
    public HttpWorkerConnection(WorkerOptions options, ClientOptions server)
        : this(options, server, new SocketsHttpHandler()) { }

    /// <summary>The same over a handler of one's own, which is disposed with the connection.</summary>
    public HttpWorkerConnection(WorkerOptions options, ClientOptions server, HttpMessageHandler handler)
    {
        (_options, _server) = (options, server);
        _slots = new SlotCount(options.Capacity);
        _leases = new HttpLeases(options.Clock);
        _http = new HttpClient(handler) { BaseAddress = server.Server, Timeout = Timeout.InfiniteTimeSpan };
    }

    private HttpWorkerCalls Calls => _calls ?? throw new InvalidOperationException("A hello comes first.");

    /// <inheritdoc/>
    public async ValueTask SendAsync(WorkerFrame frame, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _over.Token);
        try
        {
            await (
                frame switch
                {
                    HelloFrame hello => BeginAsync(hello, either.Token),
                    SettleFrame settle => SettleAsync(settle, either.Token),
                    ProgressFrame progress => ReportAsync(progress, either.Token),
                    LogFrame log => LogAsync(log, either.Token),
                    RenewFrame { System: { } system } => Calls.RenewAsync(
                        new LeaseReports { SystemInfo = system },
                        either.Token
                    ),
                    WorkerDrainFrame => DrainAsync(either.Token),
                    _ => Task.CompletedTask, // a sign of life, which renewals are as well
                }
            );
        }
        catch (SwitchyardException refused)
        {
            Refuse(refused, frame is HelloFrame ? WorkerCloseCodes.BadHello : null);
        }
        catch (SwitchyardUnreachableException gone)
        {
            throw new WorkerDisconnectedException(null, gone.Message, gone);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ServerFrame> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            return await _inbox.Reader.ReadAsync(cancellation);
        }
        catch (ChannelClosedException closed)
        {
            throw closed.InnerException as WorkerDisconnectedException
                ?? new WorkerDisconnectedException(null, "The connection is closed.", closed);
        }
    }

    /// <inheritdoc/>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        await _over.CancelAsync();
        try
        {
            await Calls.DeregisterAsync(cancellation);
        }
        catch (Exception problem) when (problem is SwitchyardException or SwitchyardUnreachableException)
        {
            // It is gone one way or another; what it held lapses.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _inbox.Writer.TryComplete();
        _http.Dispose();
        _slots.Dispose();
        _draining.Dispose();
        _over.Dispose();
    }

    private async Task BeginAsync(HelloFrame hello, CancellationToken cancellation)
    {
        var registration = new WorkerRegistration
        {
            Worker = hello.Worker,
            Types = hello.Types,
            Tags = hello.Tags,
            Capacity = hello.Capacity,
            Features = hello.Features,
            LeaseSeconds = _options.LeaseTime?.TotalSeconds,
        };
        _calls = new HttpWorkerCalls(
            new ApiCaller(_http, _server),
            registration,
            new Backoff(_options),
            _options.Clock
        );
        var registered = await _calls.RegisterAsync(cancellation);
        _leases.Time = TimeSpan.FromSeconds(registered.LeaseSeconds);
        Say(
            new WelcomeFrame(
                WorkerProtocol.Version,
                registered.Worker,
                registered.LeaseSeconds,
                registered.ServerVersion
            )
        );
        _loops = Task.WhenAll(
            Task.Run(PollAsync, CancellationToken.None),
            Task.Run(RenewAsync, CancellationToken.None)
        );
    }

    private async Task PollAsync()
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, _draining.Token);
        await GuardAsync(async () =>
        {
            while (true)
            {
                var free = _slots.TakeAll();
                if (free == 0)
                {
                    await _slots.WaitAsync(either.Token);
                    continue;
                }

                // Cut short it may have leased jobs that nobody hears of: the server gives them back.
                var leased = await Calls.LeaseAsync(free, PollTime, either.Token);
                Assign(leased.Jobs);
                _slots.Add(free - leased.Jobs.Count);
            }
        });
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(_leases.Time / 3, _options.Clock);
        await GuardAsync(async () =>
        {
            while (await timer.WaitForNextTickAsync(_over.Token))
            {
                var leases = _leases.All;
                if (leases.Count > 0)
                {
                    await RenewAsync(leases);
                }
            }
        });
    }

    private async Task RenewAsync(IReadOnlyList<JobLease> leases)
    {
        // Longer than the leases last there is nothing to renew: their jobs are somebody else's.
        using var patience = new CancellationTokenSource(_leases.Time / 3, _options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _over.Token);
        try
        {
            var until = _leases.Until();
            var reports = leases.Select(lease => new LeaseReport { Job = lease.Job, Token = lease.Token });
            var answer = await Calls.RenewAsync(new LeaseReports { Jobs = [.. reports] }, either.Token);
            Take(answer, until);
        }
        catch (OperationCanceledException) when (!_over.IsCancellationRequested)
        {
            Revoke(_leases.Lapsed());
        }
    }

    private async Task SettleAsync(SettleFrame frame, CancellationToken cancellation)
    {
        // As many as this frees, but not for one that is about to stop.
        var freed = frame.Results.Count(result => _leases.Remove(new JobLease(result.Job, result.Token)));
        var asked = _draining.IsCancellationRequested ? 0 : freed;
        var next = asked == 0 ? null : new LeaseRequest { Max = asked };
        var answer = await Calls.SettleAsync(HttpFrames.ToRequest(frame, next), cancellation);
        Say(HttpFrames.ToFrame(answer.Results));
        Assign(answer.Jobs ?? []);
        _slots.Add(freed - (answer.Jobs?.Count ?? 0));
    }

    private async Task ReportAsync(ProgressFrame frame, CancellationToken cancellation)
    {
        var until = _leases.Until();
        Take(await Calls.RenewAsync(HttpFrames.ToRequest(frame), cancellation), until);
    }

    private async Task LogAsync(LogFrame frame, CancellationToken cancellation)
    {
        var until = _leases.Until();
        Take(await Calls.LogAsync(HttpFrames.ToRequest(frame), cancellation), until);
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        await _draining.CancelAsync();
        await Calls.DrainAsync(cancellation);
        Say(new ServerDrainFrame());
    }

    private void Assign(IReadOnlyList<LeasedJob> jobs)
    {
        if (jobs.Count == 0)
        {
            return;
        }

        foreach (var job in jobs)
        {
            _leases.Add(new JobLease(job.Job, job.Token));
        }

        Say(HttpFrames.ToFrame(jobs));
    }

    private void Take(LeaseStandings standings, long until)
    {
        foreach (var lease in standings.Jobs.Where(lease => lease.Answer == LeaseStanding.Held))
        {
            _leases.Renew(new JobLease(lease.Job, lease.Token), until);
        }

        var paused = standings.Jobs.Where(lease => lease.Pause == true).ToList();
        if (paused.Count > 0)
        {
            Say(new PauseFrame([.. paused.Select(lease => new JobLease(lease.Job, lease.Token))]));
        }

        Revoke(
            standings
                .Jobs.Where(lease => lease.Answer != LeaseStanding.Held)
                .Select(lease => new RevokedJob(lease.Job, lease.Token, lease.Reason ?? RevokeReasons.Lapsed))
        );
    }

    /// <summary>Tells of lost leases; of one that was settled meanwhile there is nothing to tell.</summary>
    private void Revoke(IEnumerable<RevokedJob> all)
    {
        var lost = all.Where(job => _leases.Remove(new JobLease(job.Job, job.Token))).ToList();
        if (lost.Count > 0)
        {
            Say(new RevokeFrame(lost));
            _slots.Add(lost.Count);
        }
    }

    private void Say(ServerFrame frame) => _inbox.Writer.TryWrite(frame);
}
