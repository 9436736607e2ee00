using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;
using Switchyard.Gateway.Sockets;
using static Switchyard.Gateway.Dialects.Broker.WorkerFrame;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>One worker on <c>/worker/{worker_id}</c>, from handshake to close.</summary>
internal sealed partial class BrokerSocket : IDisposable
{
    // Full: reading waits, and so does the worker.
    private const int MaxReports = 1024;
    private const int MaxBatch = 256;

    /// <summary>After so many unusable messages of one connection the log has heard enough.</summary>
    private const int MaxComplaints = 10;

    private readonly string _workerId;
    private readonly Caller _caller;
    private readonly string _address;
    private readonly IWorkers _workers;
    private readonly ILogger _logger;
    private readonly SocketConnection<WorkerFrame> _connection;
    private readonly Channel<WorkerReport> _reports = Channel.CreateBounded<WorkerReport>(
        new BoundedChannelOptions(MaxReports) { SingleReader = true }
    );
    private readonly WorkerLink _link;
    private readonly TaskCompletionSource<IWorkerSession?> _registered = new();
    private IWorkerSession? _session;
    private int _complaints;

    /// <param name="socket">Accepted.</param>
    /// <param name="workerId">From the path.</param>
    /// <param name="caller">Whose key opened it.</param>
    /// <param name="address">The peer's.</param>
    /// <param name="workers">The engine's.</param>
    /// <param name="clock">Times sends and closes.</param>
    /// <param name="logger">Where refused results are noted.</param>
    public BrokerSocket(
        WebSocket socket,
        string workerId,
        Caller caller,
        string address,
        IWorkers workers,
        TimeProvider clock,
        ILogger logger
    )
    {
        (_workerId, _caller, _address, _workers, _logger) = (workerId, caller, address, workers, logger);
        _connection = new SocketConnection<WorkerFrame>(socket, new WorkerFrameEncoder(), new SocketLimits(), clock);
        _link = new WorkerLink(_connection.Outbox, _reports.Writer);
    }

    /// <summary>Runs until the connection has closed, what the worker reported is settled, and its other leases are back.</summary>
    public async Task RunAsync()
    {
        var settling = SettleAsync();
        try
        {
            await _connection.RunAsync(ReceiveAsync);
        }
        finally
        {
            // No further job comes in while what was reported is still on its way into a round.
            _session?.Drain();
            _registered.TrySetResult(null);
            foreach (var task in _connection.Outbox.TakeUnsent().OfType<NewTask>())
            {
                await _reports.Writer.WriteAsync(WorkerLink.Returned(task.Assignment), CancellationToken.None);
            }

            _reports.Writer.TryComplete();
            await settling;
            if (_session is not null)
            {
                await _session.DisposeAsync();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private ValueTask ReceiveAsync(ReadOnlyMemory<byte> data, CancellationToken gone)
    {
        switch (WorkerMessages.Read(data))
        {
            case WorkerMessage.Register register:
                Register(register);
                break;
            case WorkerMessage.StatusUpdate status:
                _session?.Seen(new SignOfLife(status.Pending));
                break;
            case WorkerMessage.TaskResult result:
                var kind = result.Failed ? SettlementKind.Failed : SettlementKind.Succeeded;
                return ReportAsync(result.Job, kind, result.Result, result.Error, gone);
            case WorkerMessage.Paused paused when _link.Has(WorkerFeatures.Pause):
                return ReportAsync(paused.Job, SettlementKind.Paused, paused.Checkpoint, null, gone);
            case WorkerMessage.Progress progress when _link.Has(WorkerFeatures.Progress):
                if (Lease(progress.Job) is (var job, var token))
                {
                    _session!.Progress(job, token, progress.Value);
                }

                break;
            case WorkerMessage.Log log when _link.Has(WorkerFeatures.Progress):
                if (Lease(log.Job) is (var logged, var lease))
                {
                    _session!.Log(logged, lease, log.Text);
                }

                break;
            case WorkerMessage.Unusable unusable:
                Complain(unusable.Problem);
                break;
            default:
                Complain("The message needs a feature that the worker did not register with.");
                break;
        }

        return ValueTask.CompletedTask;
    }

    private void Register(WorkerMessage.Register register)
    {
        _link.Features = register.Features;
        var hello = new WorkerHello
        {
            Id = _workerId,
            Dialect = Dialect.Broker,
            Caller = _caller,
            Types = register.Types,
            Capacity = register.Capacity,
            Address = register.Address ?? _address,
            CanPause = _link.Has(WorkerFeatures.Pause),
        };

        // Before the first task can come.
        Acknowledge(new Registered(_workerId));
        if (_session is null)
        {
            _session = _workers.Connect(hello, _link);
            _registered.TrySetResult(_session);
        }
        else
        {
            _session.Update(hello);
        }
    }

    private ValueTask ReportAsync(
        JobRef? job,
        SettlementKind kind,
        ReadOnlyMemory<byte> result,
        string? error,
        CancellationToken gone
    )
    {
        var name = job is { Salt: { } salt } named ? JobRef.ToGuid(named.Id, salt) : (Guid?)null;
        if (Lease(job) is not (var jobId, var token))
        {
            LogLate(_logger, _workerId, job?.Id);
            Acknowledge(new ResultAck(name, "stale"));
            return ValueTask.CompletedTask;
        }

        return _reports.Writer.WriteAsync(
            new WorkerReport(new WorkerSettlement(jobId, token, kind, result, error), name),
            gone
        );
    }

    private (long Job, long Token)? Lease(JobRef? job) =>
        job is { } named && _session?.TryGetLease(named.Id, out var token) == true ? (named.Id, token) : null;

    private async Task SettleAsync()
    {
        if (await _registered.Task is not { } session)
        {
            return;
        }

        var batch = new List<WorkerReport>();
        while (await _reports.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < MaxBatch && _reports.Reader.TryRead(out var report))
            {
                batch.Add(report);
            }

            try
            {
                var answers = await session.SettleAsync(
                    batch.ConvertAll(report => report.Settlement),
                    CancellationToken.None
                );
                for (var index = 0; index < answers.Count; index++)
                {
                    Note(batch[index], answers[index].Answer);
                }
            }
            catch (StorageUnavailableException)
            {
                // Only at the end of the node is a settlement given up; the job is done again after the next start.
                LogNotSettled(_logger, batch.Count, _workerId);
                _connection.Outbox.Complete(WebSocketCloseStatus.EndpointUnavailable, "The server stops.");
            }
        }
    }

    private void Note(WorkerReport report, SettlementAnswer answer)
    {
        _link.Forget(report.Settlement.JobId);
        if (report.Settlement.Kind == SettlementKind.Released)
        {
            return;
        }

        if (answer is not (SettlementAnswer.Settled or SettlementAnswer.Repeated))
        {
            LogRefused(_logger, _workerId, report.Settlement.JobId, answer);
        }

        Acknowledge(new ResultAck(report.Name, Word(answer)));
    }

    private void Complain(string problem)
    {
        if (++_complaints <= MaxComplaints)
        {
            LogUnusable(_logger, _workerId, problem);
        }

        Acknowledge(new Error(problem));
    }

    private void Acknowledge(WorkerFrame frame)
    {
        if (_link.Has(WorkerFeatures.Ack))
        {
            _link.Tell(frame);
        }
    }

    private static string Word(SettlementAnswer answer) =>
        answer switch
        {
            SettlementAnswer.Settled => "settled",
            SettlementAnswer.Repeated => "repeated",
            SettlementAnswer.Conflict => "conflict",
            SettlementAnswer.Stale => "stale",
            SettlementAnswer.Gone => "gone",
        };

    [LoggerMessage(
        2101,
        LogLevel.Warning,
        "Worker {Worker} sent a result for job {Job}, which it does not hold (any more): refused"
    )]
    private static partial void LogLate(ILogger logger, string worker, long? job);

    [LoggerMessage(2102, LogLevel.Warning, "The result of worker {Worker} for job {Job} was refused: {Answer}")]
    private static partial void LogRefused(ILogger logger, string worker, long job, SettlementAnswer answer);

    [LoggerMessage(2103, LogLevel.Warning, "Worker {Worker} sent a message that cannot be used: {Problem}")]
    private static partial void LogUnusable(ILogger logger, string worker, string problem);

    [LoggerMessage(2104, LogLevel.Warning, "{Count} results of worker {Worker} came too late to be stored")]
    private static partial void LogNotSettled(ILogger logger, int count, string worker);
}
