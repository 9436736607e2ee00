using Switchyard.Contracts.Workers;

namespace Switchyard.Client.Workers;

/// <summary>A worker's work over one connection, from the hello to the goodbye.</summary>
internal sealed class WorkerShift(
    IWorkerConnection connection,
    WorkerOptions options,
    JobHandlers handlers,
    Unanswered unanswered,
    Action<string> notice
) : IDisposable
{
    /// <summary>How long a server may take to answer a goodbye.</summary>
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(5);

    private readonly HeldJobs _jobs = new(handlers, unanswered);
    private readonly SemaphoreSlim _sender = new(1);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Works until told to stop, then finishes what is held and says goodbye.</summary>
    /// <param name="welcomed">Called once the server has taken the worker in.</param>
    /// <param name="stop">Asks for the end.</param>
    /// <exception cref="WorkerDisconnectedException">The connection ended before.</exception>
    public async Task RunAsync(Action welcomed, CancellationToken stop)
    {
        await BeginAsync(stop);
        welcomed();
        using var over = new CancellationTokenSource();
        List<Task> loops = [ReceiveAsync(over.Token), SendAsync(over.Token), StopAsync(stop, over.Token)];
        if (options.Usage is { } usage)
        {
            loops.Add(TellAsync(usage, over.Token));
        }

        try
        {
            await await Task.WhenAny(loops);
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Only now: a handler that ends because of this must find no sender, or its result would count as sent.
            _jobs.CancelAll(release: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sender.Dispose();

    private async Task BeginAsync(CancellationToken stop)
    {
        var hello = new HelloFrame
        {
            Worker = options.Name,
            Types = handlers.Types,
            Tags = options.Tags,
            Capacity = options.Capacity,
            Features = options.CanPause ? [WorkerFeatures.Pause] : [],
        };
        await connection.SendAsync(hello, stop);
        while (await connection.ReceiveAsync(stop) is not WelcomeFrame)
        {
            // An error, which the close that follows sums up.
        }
    }

    private async Task ReceiveAsync(CancellationToken over)
    {
        while (true)
        {
            switch (await connection.ReceiveAsync(over))
            {
                case AssignFrame assign:
                    foreach (var job in assign.Jobs)
                    {
                        _jobs.Start(job);
                    }

                    break;
                case SettledFrame settled:
                    _jobs.Settle(settled.Results);
                    break;
                case RevokeFrame revoke:
                    foreach (var job in revoke.Jobs)
                    {
                        _jobs.Revoke(job);
                    }

                    break;
                case PauseFrame pause:
                    foreach (var lease in pause.Jobs)
                    {
                        _jobs.Pause(lease);
                    }

                    break;
                case ServerDrainFrame:
                    _drained.TrySetResult();
                    break;
                case ErrorFrame error:
                    notice($"The server refused a frame: {error.Code}: {error.Message}");
                    break;
            }
        }
    }

    private async Task SendAsync(CancellationToken over)
    {
        var filler = new FrameFiller();
        foreach (var result in unanswered.All)
        {
            filler.Add(result);
        }

        do
        {
            // What is said while a frame is being sent goes into the next: batches grow with the load by themselves.
            _jobs.Collect(filler);
            foreach (var frame in filler.Take())
            {
                await SendAsync(frame, over);
            }
        } while (await _jobs.WaitToCollectAsync(over));
    }

    private async Task TellAsync(Func<SystemInfo> usage, CancellationToken over)
    {
        using var timer = new PeriodicTimer(TellInterval, options.Clock);
        do
        {
            await SendAsync(new RenewFrame(System: usage()), over);
        } while (await timer.WaitForNextTickAsync(over));
    }

    private async Task StopAsync(CancellationToken stop, CancellationToken over)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, over);
        await Task.Delay(Timeout.InfiniteTimeSpan, options.Clock, either.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        over.ThrowIfCancellationRequested();

        await SendAsync(new WorkerDrainFrame(), over);
        // Answered once no further job can come: what came until then is finished too.
        await WithinAsync(GoodbyeTimeout, _drained.Task, over);
        await WithinAsync(options.StopTimeout, _jobs.WaitForIdleAsync(), over);
        _jobs.CancelAll(release: true);
        await WithinAsync(options.GiveUpTimeout, _jobs.WaitForIdleAsync(), over);
        await connection.CloseAsync(over);
    }

    private async Task SendAsync(WorkerFrame frame, CancellationToken over)
    {
        await _sender.WaitAsync(over);
        try
        {
            await connection.SendAsync(frame, over);
        }
        finally
        {
            _sender.Release();
        }
    }

    private async Task WithinAsync(TimeSpan time, Task task, CancellationToken over)
    {
        try
        {
            await task.WaitAsync(time, options.Clock, over);
        }
        catch (TimeoutException)
        {
            // Go on without.
        }
    }
}
