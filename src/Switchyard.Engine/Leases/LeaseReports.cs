using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Leases;

/// <summary>What polling workers say of their leases: renewals by their tokens, progress, logs.</summary>
internal sealed class LeaseReports(
    Dispatcher dispatcher,
    RoundLoop loop,
    LeaseLogs logs,
    IStorage storage,
    TimeSpan leaseTime
)
{
    /// <summary>Chunks of a log read at once, to find its end.</summary>
    private const int LogPage = 256;

    /// <summary>Takes reports in; a lease that another worker of this node holds is none of theirs.</summary>
    /// <param name="session">Who reports; null for one that is not registered, whose logs are not taken.</param>
    /// <param name="reports">What.</param>
    /// <param name="wanted">How long the leases last from now on; null for the worker's own time.</param>
    /// <param name="cancellation">Ends the reads of jobs.</param>
    /// <returns>One a report, in order.</returns>
    public async ValueTask<IReadOnlyList<LeaseStanding>> TakeAsync(
        WorkerSession? session,
        IReadOnlyList<LeaseReport> reports,
        TimeSpan? wanted,
        CancellationToken cancellation
    )
    {
        var standings = new LeaseStanding[reports.Count];
        var held = await RenewAsync(session, reports, wanted ?? session?.LeaseTime ?? leaseTime);
        for (var i = 0; i < standings.Length; i++)
        {
            standings[i] = held[i]
                ? await KeepAsync(session, reports[i], cancellation)
                : new LeaseStanding(await ReasonAsync(session, reports[i], cancellation), false);
        }

        return standings;
    }

    private async ValueTask<bool[]> RenewAsync(
        WorkerSession? session,
        IReadOnlyList<LeaseReport> reports,
        TimeSpan time
    )
    {
        var held = new bool[reports.Count];
        foreach (var places in Own(session, reports).Chunk(RoundLoop.MaxRound))
        {
            Renewal[] renewals = [.. places.Select(place => RenewalOf(reports[place], time))];
            var answers = await loop.RunAsync(
                RoundOperations.Renew(
                    renewals,
                    survivesOutage: false,
                    (result, kept) => Adopt(session, renewals, result, kept)
                )
            );
            for (var i = 0; i < places.Length; i++)
            {
                held[places[i]] = answers[i];
            }
        }

        return held;
    }

    private List<int> Own(WorkerSession? session, IReadOnlyList<LeaseReport> reports)
    {
        var places = new List<int>(reports.Count);
        lock (dispatcher.Gate)
        {
            for (var i = 0; i < reports.Count; i++)
            {
                var lease = dispatcher.Leases.Find(reports[i].JobId, reports[i].Token);
                if (lease is null || lease.Session == session)
                {
                    places.Add(i);
                }
            }
        }

        return places;
    }

    private static Renewal RenewalOf(in LeaseReport report, TimeSpan time) =>
        new(
            report.JobId,
            report.Token,
            time,
            // That a worker lives says nothing of the job: only a word about it does.
            Reported: report.Progress is not null || report.Log is not null,
            report.Progress
        );

    /// <summary>
    /// Leases granted before the node started, or before the worker registered again, are its own from now on. On the
    /// round loop: what the round found held is held still, unless the round itself ended it.
    /// </summary>
    private void Adopt(WorkerSession? session, Renewal[] renewals, RoundResult result, IReadOnlyList<bool> held)
    {
        lock (dispatcher.Gate)
        {
            if (session is null or { IsClosed: true })
            {
                return;
            }

            for (var i = 0; i < renewals.Length; i++)
            {
                var (job, token) = (renewals[i].JobId, renewals[i].Token);
                if (held[i] && dispatcher.Leases.Find(job, token) is { } known)
                {
                    known.EndsAt = dispatcher.EndOf(renewals[i].LeaseTime);
                }
                else if (
                    held[i]
                    && dispatcher.Leases.Find(job) is null
                    && !result.Transitions.Any(change => change.JobId == job && change.From == JobState.Running)
                )
                {
                    var endsAt = dispatcher.EndOf(renewals[i].LeaseTime);
                    dispatcher.Leases.Add(new HeldLease(job, token, attempt: 0, session) { EndsAt = endsAt });
                }
            }
        }
    }

    private async ValueTask<LeaseStanding> KeepAsync(
        WorkerSession? session,
        LeaseReport report,
        CancellationToken cancellation
    )
    {
        HeldLease? lease;
        lock (dispatcher.Gate)
        {
            lease = dispatcher.Leases.Find(report.JobId, report.Token);
            if (lease is { Attempt: > 0 } && report.Log is { } text)
            {
                logs.Append(lease, text.Span);
            }
        }

        if (lease is { Attempt: 0 } && session is not null && report.Log is { } first)
        {
            await ResumeLogAsync(lease, first, cancellation);
        }

        return new LeaseStanding(null, lease is { IsPauseAsked: true });
    }

    /// <summary>An adopted lease has a log of earlier days, which goes on where it ended.</summary>
    private async ValueTask ResumeLogAsync(HeldLease lease, ReadOnlyMemory<byte> text, CancellationToken cancellation)
    {
        var job = await storage.Jobs.GetAsync(lease.JobId, cancellation);
        var (attempt, lines, bytes) = (Math.Max(1, job?.Attempt ?? 1), 0, 0);
        IReadOnlyList<LogChunk> page;
        do
        {
            page = await storage.Logs.ReadAsync(lease.JobId, attempt, lines, LogPage, cancellation);
            foreach (var chunk in page.Where(chunk => chunk.Attempt == attempt))
            {
                lines = chunk.FirstLine + chunk.Bytes.Span.Count((byte)'\n');
                bytes += chunk.Bytes.Length;
            }
        } while (page.Count == LogPage);

        lock (dispatcher.Gate)
        {
            if (lease.Attempt == 0)
            {
                lease.Attempt = attempt;
                logs.Resume(lease, lines, bytes);
            }

            logs.Append(lease, text.Span);
        }
    }

    /// <summary>Why a lease is lost; what happened before the node started is seen from where the job stands.</summary>
    private async ValueTask<RevokeReason> ReasonAsync(
        WorkerSession? session,
        LeaseReport report,
        CancellationToken cancellation
    )
    {
        lock (dispatcher.Gate)
        {
            if (session?.Polls?.TakeReason(report.JobId, report.Token) is { } known)
            {
                return known;
            }
        }

        var job = await storage.Jobs.GetAsync(report.JobId, cancellation);
        return job switch
        {
            { State: JobState.Cancelled } => RevokeReason.Cancelled,
            { Reason: FailureReason.Timeout } => RevokeReason.Timeout,
            { Reason: FailureReason.Expired } => RevokeReason.Expired,
            _ => RevokeReason.Lapsed,
        };
    }
}
