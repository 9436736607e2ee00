using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Harness;

/// <summary>Brings a job of a store into a situation, by ordinary means.</summary>
internal static class Situations
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The result and message of every settlement that leads somewhere here.</summary>
    public static readonly Content Result = StoreUnderTest.Bytes("result");

    public static readonly Content Checkpoint = StoreUnderTest.Bytes("checkpoint");

    public const string Error = "it broke";

    /// <summary>The state of a job in that situation; null when there is none.</summary>
    public static JobState? State(Situation situation) =>
        situation switch
        {
            Situation.Held or Situation.HeldByAnother => JobState.Running,
            Situation.Draft => JobState.Draft,
            Situation.Scheduled or Situation.Backoff => JobState.Scheduled,
            Situation.Pending
            or Situation.Released
            or Situation.Lost
            or Situation.Lapsed
            or Situation.Orphaned
            or Situation.Retried => JobState.Pending,
            Situation.Paused or Situation.PausedByWorker => JobState.Paused,
            Situation.Revoked or Situation.Cancelled => JobState.Cancelled,
            Situation.Expired
            or Situation.TimedOut
            or Situation.Quarantined
            or Situation.Failed
            or Situation.FailedForGood
            or Situation.LostForGood => JobState.Failed,
            Situation.Succeeded => JobState.Succeeded,
            _ => null,
        };

    public static async Task<Reached> ReachAsync(this StoreUnderTest store, Situation situation)
    {
        switch (situation)
        {
            case Situation.Draft:
                return new Reached(await store.SubmitAsync(store.Job with { Draft = true }), 1);
            case Situation.Scheduled:
                return new Reached(await store.SubmitAsync(store.Job with { Delay = Minute }), 1);
            case Situation.Pending:
                return new Reached(await store.SubmitAsync(), 1);
            case Situation.Paused:
                return await store.OrderedAsync(OrderKind.Pause);
            case Situation.Cancelled:
                return await store.OrderedAsync(OrderKind.Cancel);
            case Situation.Deleted:
                return await store.OrderedAsync(OrderKind.Delete);
            case Situation.Unknown:
                return new Reached(JobRef.MaxId, 1);
        }

        var lease = await store.LeaseAsync(
            store.Job with
            {
                Retry = situation == Situation.Backoff ? new RetryPolicy(2, Minute, Minute) : RetryPolicy.None,
                TimeToLive = situation == Situation.Expired ? Minute : null,
                RunTimeout = situation == Situation.TimedOut ? StoreUnderTest.LeaseTime / 2 : null,
                MaxLapses = situation is Situation.Quarantined or Situation.LostForGood ? 1 : 2,
            }
        );
        await store.EndLeaseAsync(situation, lease.Id, lease.Token);
        (await store.StateAsync(lease.Id)).ShouldBe(State(situation));
        return new Reached(lease.Id, lease.Token);
    }

    private static async Task<Reached> OrderedAsync(this StoreUnderTest store, OrderKind kind)
    {
        var id = await store.SubmitAsync();
        (await store.OrderAsync(id, kind)).Done.ShouldBeTrue();
        return new Reached(id, 1);
    }

    private static async Task EndLeaseAsync(this StoreUnderTest store, Situation situation, long id, long token)
    {
        switch (situation)
        {
            case Situation.Released:
                await store.SettleAsync(Settlement.Released(id, token));
                break;
            case Situation.PausedByWorker:
                await store.SettleAsync(Settlement.Paused(id, token, Checkpoint));
                break;
            case Situation.Succeeded:
                await store.SettleAsync(Settlement.Succeeded(id, token, Result));
                break;
            case Situation.Backoff or Situation.Failed:
                await store.SettleAsync(Settlement.Failed(id, token, Error, Result, jitter: 0.5));
                break;
            case Situation.FailedForGood:
                await store.SettleAsync(Settlement.FailedForGood(id, token, Error, Result));
                break;
            case Situation.Lost or Situation.LostForGood:
                await store.SettleAsync(Settlement.Lost(id, token));
                break;
            case Situation.Retried:
                await store.SettleAsync(Settlement.Failed(id, token, Error, Result, jitter: 0.5));
                await store.OrderAsync(id, OrderKind.Retry);
                break;
            case Situation.Revoked:
                await store.OrderAsync(id, OrderKind.Cancel);
                break;
            case Situation.Expired or Situation.TimedOut or Situation.Lapsed or Situation.Quarantined:
                await store.SweepAsync(TimeSpan.FromMinutes(2));
                break;
            case Situation.HeldByAnother:
                await store.SweepAsync(TimeSpan.FromMinutes(2));
                await store.ClaimAsync();
                break;
            case Situation.Orphaned:
                await store.RestartAsync();
                break;
        }
    }
}
