using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Tables;

namespace Switchyard.Storage.Sqlite.Rounds;

/// <summary>Settlements: the ends of attempts, each predicated on its lease.</summary>
internal sealed class Settling(StoreTables tables, JobMoves moves, AttemptEnds ends)
{
    public SettlementResult[] Apply(List<Settlement> settlements)
    {
        var results = new SettlementResult[settlements.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Apply(settlements[i]);
        }

        return results;
    }

    private SettlementResult Apply(Settlement settlement)
    {
        if (tables.Leases.Find(settlement.JobId) is not { } lease)
        {
            return Late(settlement);
        }

        if (lease.Token != settlement.Token)
        {
            return new SettlementResult(SettlementAnswer.Stale, JobState.Running);
        }

        if (settlement.Kind == SettlementKind.Succeeded)
        {
            // The one that is hot: it reads nothing but the lease.
            moves.ToEnd(
                null,
                Standing.Running(lease),
                JobState.Succeeded,
                FailureReason.None,
                lease.Token,
                result: settlement.Result
            );
        }
        else if (tables.Jobs.Find(settlement.JobId) is { } job)
        {
            Unsuccessful(settlement, job, lease);
        }
        else
        {
            return new SettlementResult(SettlementAnswer.Gone, null);
        }

        return new SettlementResult(SettlementAnswer.Settled, moves.Transitions[^1].To);
    }

    private void Unsuccessful(Settlement settlement, JobRow job, in LeaseRow lease)
    {
        var tally = lease.Tally;
        switch (settlement.Kind)
        {
            case SettlementKind.Failed:
                ends.Failed(
                    job,
                    lease,
                    FailureReason.Error,
                    settlement.Jitter,
                    lease.Token,
                    settlement.Error,
                    settlement.Result
                );
                break;
            case SettlementKind.FailedForGood:
                ends.FailedForGood(job, lease, settlement.Error, settlement.Result);
                break;
            case SettlementKind.Released:
                moves.ToReady(job, Standing.Running(lease), tally with { Attempt = tally.Attempt - 1, Lapses = 0 });
                break;
            case SettlementKind.Paused:
                var kept = moves.KeepCheckpoint(job.Id, tally.Checkpoint, settlement.Result);
                moves.ToPaused(
                    job,
                    Standing.Running(lease),
                    tally with
                    {
                        Attempt = tally.Attempt - 1,
                        Lapses = 0,
                        Checkpoint = kept,
                    }
                );
                break;
            case SettlementKind.Lost:
                ends.Lapsed(job, lease, lease.Token);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(settlement), settlement.Kind, "No such settlement.");
        }
    }

    // No lease: the job is finished, perhaps by this very settlement, or back in the queue, or gone.
    private SettlementResult Late(Settlement settlement)
    {
        if (tables.Outcomes.Find(settlement.JobId) is { } outcome)
        {
            return new SettlementResult(
                outcome.Token != settlement.Token ? SettlementAnswer.Stale
                    : IsSame(settlement, outcome) ? SettlementAnswer.Repeated
                    : SettlementAnswer.Conflict,
                outcome.State
            );
        }

        return tables.Jobs.Find(settlement.JobId) is { } job
            ? new SettlementResult(SettlementAnswer.Stale, moves.Find(job)?.State)
            : new SettlementResult(SettlementAnswer.Gone, null);
    }

    private bool IsSame(Settlement settlement, in OutcomeRow outcome)
    {
        var kind = (outcome.State, outcome.Reason) switch
        {
            (JobState.Succeeded, _) => SettlementKind.Succeeded,
            (_, FailureReason.Error) => SettlementKind.Failed,
            (_, FailureReason.NonRetryable) => SettlementKind.FailedForGood,
            _ => SettlementKind.Lost,
        };
        return settlement.Kind == kind && tables.Blobs.Same(settlement.Result, outcome.Result);
    }
}
