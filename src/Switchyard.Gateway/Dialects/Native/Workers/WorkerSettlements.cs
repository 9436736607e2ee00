using Microsoft.Extensions.Logging;
using Switchyard.Contracts.Workers;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>
/// Results on their way into rounds. The socket is read on while they are, until so much is under way that reading has
/// to wait: that is the worker's back-pressure. Used by the connection's read loop alone.
/// </summary>
internal sealed partial class WorkerSettlements(IWorkerSession session, WorkerLink link, ILogger logger)
{
    /// <summary>Results under way: as many as the largest worker can hold leases, so that an outage stops no good worker's pings.</summary>
    private const int MaxResults = 10_000;

    /// <summary>Bytes under way; the frame that passes the bound is still taken.</summary>
    private const long MaxBytes = WorkerProtocol.MaxResultBytes;

    private readonly Queue<(Task Task, int Results, long Bytes)> _underWay = new();
    private int _results;
    private long _bytes;

    /// <summary>Takes a frame's results in; waits while too much is under way.</summary>
    public async ValueTask TakeAsync(SettleFrame frame, CancellationToken cancellation)
    {
        while (_underWay.TryPeek(out var oldest) && (oldest.Task.IsCompleted || IsFull))
        {
            await oldest.Task.WaitAsync(cancellation);
            _underWay.Dequeue();
            _results -= oldest.Results;
            _bytes -= oldest.Bytes;
        }

        var settlements = new WorkerSettlement[frame.Results.Count];
        var bytes = 0L;
        for (var i = 0; i < settlements.Length; i++)
        {
            settlements[i] = WorkerTranslator.ToEngine(frame.Results[i]);
            bytes += settlements[i].Result.Length;
        }

        _results += settlements.Length;
        _bytes += bytes;
        _underWay.Enqueue((SettleAsync(settlements), settlements.Length, bytes));
    }

    /// <summary>
    /// Tells the worker when no further job can come. The round under way may still have leased it some; one that begins
    /// now will not, and the end of that one is the end of an empty settlement.
    /// </summary>
    public void ConfirmDrain() => _underWay.Enqueue((ConfirmDrainAsync(), 0, 0));

    /// <summary>Completes when nothing is under way.</summary>
    public Task FinishAsync() => Task.WhenAll(_underWay.Select(entry => entry.Task));

    private bool IsFull => _results >= MaxResults || _bytes >= MaxBytes;

    private async Task ConfirmDrainAsync()
    {
        try
        {
            await session.SettleAsync([], CancellationToken.None);
            link.Drain();
        }
        catch (Exception problem) when (problem is StorageUnavailableException or StorageFatalException)
        {
            // The node is going down, which drains as well.
        }
    }

    private async Task SettleAsync(WorkerSettlement[] settlements)
    {
        link.Owe();
        try
        {
            // Not cancelled with the connection: what a worker has said counts, even if it leaves right after.
            var answers = await session.SettleAsync(settlements, CancellationToken.None);
            var settled = new SettledJob[settlements.Length];
            for (var i = 0; i < settled.Length; i++)
            {
                var answer = WorkerTranslator.ToWire(answers[i].Answer);
                settled[i] = new SettledJob(settlements[i].JobId, settlements[i].Token, answer);
            }

            link.Settled(settled);
        }
        catch (Exception problem) when (problem is StorageUnavailableException or StorageFatalException)
        {
            // The node is going down: unanswered, the worker says it again elsewhere.
        }
        catch (Exception problem)
        {
            LogFailed(logger, settlements.Length, problem);
            link.Refuse(new ErrorFrame(WorkerErrorCodes.Internal, "The server failed; its log says how."));
        }
        finally
        {
            link.NoteAnswered();
        }
    }

    [LoggerMessage(2301, LogLevel.Error, "{Results} results of a worker could not be settled.")]
    private static partial void LogFailed(ILogger logger, int results, Exception problem);
}
