using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Workers;

/// <summary>Turns what workers report into settlements, long results into blobs.</summary>
internal sealed class WorkerResults(IBlobStore blobs, TimeProvider clock)
{
    /// <summary>Between tries while the store is unavailable.</summary>
    private static readonly TimeSpan OutagePause = TimeSpan.FromMilliseconds(250);

    /// <summary>The settlement of a report.</summary>
    public async ValueTask<Settlement> TranslateAsync(WorkerSettlement ended, CancellationToken cancellation)
    {
        var result =
            ended.Result.Length <= Content.InlineLimit
                ? new Content(ended.Result)
                : new Content(default, await WriteBlobAsync(ended.Result, cancellation));

        var (job, token, error) = (ended.JobId, ended.Token, ErrorText.Cut(ended.Error ?? ""));
        return ended.Kind switch
        {
            SettlementKind.Succeeded => Settlement.Succeeded(job, token, result),
            SettlementKind.Failed => Settlement.Failed(job, token, error, result, RandomBits.Jitter()),
            SettlementKind.FailedForGood => Settlement.FailedForGood(job, token, error, result),
            SettlementKind.Released => Settlement.Released(job, token),
            SettlementKind.Paused => Settlement.Paused(job, token, result),
            _ => throw new ArgumentOutOfRangeException(nameof(ended), ended.Kind, "A worker does not say this."),
        };
    }

    /// <summary>A worker's result outlasts an outage of the store, as its settlement does.</summary>
    private async ValueTask<long> WriteBlobAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await blobs.WriteAsync(bytes, cancellation);
            }
            catch (StorageUnavailableException)
            {
                await Task.Delay(OutagePause, clock, cancellation);
            }
        }
    }
}
