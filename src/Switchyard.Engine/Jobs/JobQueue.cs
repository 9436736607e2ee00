using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Diagnostics;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Leases;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Jobs;

/// <summary>Jobs for the doors: checks, ownership, and the way into rounds and the store.</summary>
internal sealed class JobQueue(
    RoundLoop loop,
    Dispatcher dispatcher,
    LaneTable lanes,
    JobCache cache,
    JobWaiters waiters,
    SubmitGate gate,
    IStorage storage,
    TimeProvider clock
) : IJobs
{
    /// <summary>The longest wait.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public ValueTask<SubmitResult> SubmitAsync(Submit submit, CancellationToken cancellation) =>
        EngineTraces.IsOn ? SubmitTracedAsync(submit, cancellation) : SubmitPlainAsync(submit, cancellation);

    private async ValueTask<SubmitResult> SubmitTracedAsync(Submit submit, CancellationToken cancellation)
    {
        using var span = EngineTraces.BeginSubmit(submit);
        var joined = span is { Recorded: true } ? submit with { TraceParent = span.Id } : submit;
        var result = await SubmitPlainAsync(joined, cancellation);
        EngineTraces.NoteSubmitted(span, result);
        return result;
    }

    private async ValueTask<SubmitResult> SubmitPlainAsync(Submit submit, CancellationToken cancellation)
    {
        if (loop.IsOverloaded)
        {
            return new(SubmitAnswer.Overloaded, 0, [], "More jobs come in than can be stored right now.");
        }

        if (gate.Enter(submit) is { } refused)
        {
            return refused;
        }

        try
        {
            return await StoreAsync(submit, cancellation);
        }
        finally
        {
            gate.Leave(submit);
        }
    }

    /// <inheritdoc/>
    public ValueTask<JobSnapshot?> GetAsync(JobRef job, long? sees, CancellationToken cancellation) =>
        cache.Find(job.Id) is { } found ? new(Visible(found, job, sees)) : ReadAsync(job, sees, cancellation);

    /// <inheritdoc/>
    public async ValueTask<JobSnapshot?> WaitAsync(
        JobRef job,
        long? sees,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        var limit = timeout < MaxWait ? timeout : MaxWait;
        var began = clock.GetTimestamp();
        while (limit - clock.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
        {
            if (waiters.Join(job.Id) is not { } waiter)
            {
                break;
            }

            try
            {
                // Registered first, looked second: an end in between wakes the waiter.
                var found = await GetAsync(job, sees, cancellation);
                if (found is null || found.State.IsFinished())
                {
                    return found;
                }

                if (await waiter.Ended.WaitAsync(left, clock, cancellation) is { } ended)
                {
                    return Visible(ended, job, sees);
                }
            }
            catch (TimeoutException)
            {
                break;
            }
            finally
            {
                waiters.Leave(waiter);
            }
        }

        return await GetAsync(job, sees, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<JobContent?> GetContentAsync(JobRef job, long? sees, CancellationToken cancellation) =>
        await GetAsync(job, sees, cancellation) is null
            ? null
            : await storage.Jobs.GetContentAsync(job.Id, cancellation);

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Content content, CancellationToken cancellation) =>
        content.BlobId == 0 ? content.Inline : await storage.Blobs.ReadAsync(content.BlobId, cancellation) ?? default;

    /// <inheritdoc/>
    public ValueTask<JobPage> ListAsync(JobQuery query, CancellationToken cancellation) =>
        lanes.Count(query) != 0 ? storage.Jobs.ListAsync(query, cancellation) : new(new JobPage([], null));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JobAttempt>> AttemptsAsync(
        JobRef job,
        long? sees,
        CancellationToken cancellation
    ) => await GetAsync(job, sees, cancellation) is null ? [] : await storage.Jobs.AttemptsAsync(job.Id, cancellation);

    /// <inheritdoc/>
    public async ValueTask<OrderOutcome> OrderAsync(
        JobRef job,
        Actor by,
        OrderKind order,
        CancellationToken cancellation
    )
    {
        if (await GetAsync(job, by.Caller.Sees, cancellation) is not { } found)
        {
            return new(OrderAnswer.NotFound, null);
        }

        var act = by.Does(AuditActions.Of(order), $"job {found.Id}");
        var result = await loop.RunAsync(RoundOperations.Order(new Order(found.Id, order, Audit: act)));
        if (
            result is { Done: false, State: JobState.Running }
            && order == OrderKind.Pause
            && PausableLease(found.Id) is { } lease
        )
        {
            // Recorded first: what nobody could be held to is not asked for.
            await storage.Audit.AppendAsync(act, cancellation);
            lease.Session.Link.Pause(found.Id, lease.Token);
            return new(OrderAnswer.Asked, JobState.Running);
        }

        return result switch
        {
            { Done: true } => new(OrderAnswer.Done, result.State),
            { State: null } => new(OrderAnswer.NotFound, null),
            _ => new(OrderAnswer.Refused, result.State),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<JobWhy?> WhyAsync(JobRef job, long? sees, CancellationToken cancellation)
    {
        if (await GetAsync(job, sees, cancellation) is not { } found)
        {
            return null;
        }

        List<WorkerSession> able;
        int untagged;
        lock (dispatcher.Gate)
        {
            (able, untagged) = dispatcher.Classes.Serving(found.Lane.Route);
        }

        return WhyNotRunning.Explain(found, able, untagged);
    }

    /// <inheritdoc/>
    public JobCounts Count(Dialect? dialect, long? owner) => lanes.Count(dialect, owner);

    private static JobSnapshot? Visible(JobSnapshot? found, JobRef job, long? sees) =>
        found is not null && job.Matches(found.Salt) && (sees is null || sees == found.Lane.Owner) ? found : null;

    private static NewJob Translate(JobRequest request, Lane lane, long salt, Content payload, string? traceParent) =>
        new()
        {
            Lane = lane,
            Salt = salt,
            Payload = payload,
            Metadata = request.Metadata,
            Priority = request.Priority,
            Draft = request.Draft,
            Delay = request.Delay,
            TimeToLive = request.TimeToLive,
            RunTimeout = request.RunTimeout,
            Retry = request.Retry,
            MaxLapses = request.MaxLapses,
            CallbackUrl = request.CallbackUrl,
            TraceParent = traceParent,
        };

    private ValueTask<Lane?> LaneOfAsync(Submit submit, JobRequest request, CancellationToken cancellation) =>
        lanes.InternAsync(
            submit.Dialect,
            submit.Caller.Owner,
            request.Type,
            request.Tags.Count == 0 ? [] : [.. request.Tags.Distinct().Order(StringComparer.Ordinal)],
            cancellation
        );

    private async ValueTask<SubmitResult> StoreAsync(Submit submit, CancellationToken cancellation)
    {
        var jobs = new NewJob[submit.Jobs.Count];
        var salts = new long[jobs.Length];
        for (var i = 0; i < jobs.Length; i++)
        {
            var request = submit.Jobs[i];
            if (await LaneOfAsync(submit, request, cancellation) is not { } lane)
            {
                return new(SubmitAnswer.QueueFull, 0, [], "There are too many different job types.");
            }

            salts[i] = RandomBits.Salt();
            jobs[i] = Translate(
                request,
                lane,
                salts[i],
                await ContentAsync(request.Payload, cancellation),
                submit.TraceParent
            );
        }

        var idempotency = submit.IdempotencyKey is { } key
            ? new Idempotency(submit.Caller.Owner, key, submit.Fingerprint)
            : null;
        var stored = await loop.RunAsync(RoundOperations.Submit(new Submission(jobs, idempotency)));
        return stored.Answer switch
        {
            SubmissionAnswer.Stored => new(SubmitAnswer.Accepted, stored.FirstId, salts),
            SubmissionAnswer.Repeated => new(SubmitAnswer.Repeated, stored.FirstId, stored.FirstSalts ?? []),
            SubmissionAnswer.Conflict => new(
                SubmitAnswer.Conflict,
                0,
                [],
                "The idempotency key was used for something else, or its jobs have been deleted."
            ),
            _ => throw new InvalidOperationException($"Unknown answer {stored.Answer}."),
        };
    }

    private async ValueTask<JobSnapshot?> ReadAsync(JobRef job, long? sees, CancellationToken cancellation) =>
        Visible(await storage.Jobs.GetAsync(job.Id, cancellation), job, sees);

    private async ValueTask<Content> ContentAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation) =>
        payload.Length <= Content.InlineLimit
            ? new Content(payload)
            : new Content(default, await storage.Blobs.WriteAsync(payload, cancellation));

    /// <summary>A job's lease, when its worker can be asked to pause it.</summary>
    private HeldLease? PausableLease(long jobId)
    {
        lock (dispatcher.Gate)
        {
            return dispatcher.Leases.Find(jobId) is { Session.Hello.CanPause: true } lease ? lease : null;
        }
    }
}
