namespace Switchyard.Engine.Jobs;

/// <summary>
/// Checks a submit before it costs anything: ranges, sizes, rights, queue limits. What is let in counts towards the limits at
/// once, so that they hold however many calls come at the same moment.
/// </summary>
internal sealed class SubmitGate(LaneTable lanes, ExecGate exec, EngineOptions options)
{
    internal const int MaxJobs = 10_000;
    internal const int MaxPayload = 1024 * 1024;
    internal const int MaxMetadata = 16 * 1024;
    internal const int MaxType = 128;
    internal const int MaxTags = 16;
    internal const int MaxTag = 64;
    internal const int MaxUrl = 2_048;
    internal const int MaxKey = 255;
    internal const int MaxTrace = 64;

    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(366);

    // Of owners with a limit only.
    private readonly Dictionary<long, long> underWayByOwner = [];
    private long underWay;

    /// <summary>The refusal; null when the submit is let in, which <see cref="Leave"/> ends once it is stored or given up.</summary>
    public SubmitResult? Enter(Submit submit) => Check(submit) ?? EnterQueue(submit);

    /// <summary>The submit is stored, and counted there, or given up.</summary>
    public void Leave(Submit submit)
    {
        Interlocked.Add(ref underWay, -submit.Jobs.Count);
        if (submit.Caller.MaxQueued is not null)
        {
            lock (underWayByOwner)
            {
                var left = underWayByOwner[submit.Caller.Owner] -= submit.Jobs.Count;
                if (left == 0)
                {
                    underWayByOwner.Remove(submit.Caller.Owner);
                }
            }
        }
    }

    private SubmitResult? Check(Submit submit)
    {
        if (submit.Jobs.Count is 0 or > MaxJobs)
        {
            return Invalid($"jobs: 1 to {MaxJobs} in a call");
        }

        if (submit.IdempotencyKey is { Length: 0 or > MaxKey })
        {
            return Invalid($"idempotency key: 1 to {MaxKey} characters");
        }

        if (submit.TraceParent is { Length: > MaxTrace })
        {
            return Invalid($"traceparent: at most {MaxTrace} characters");
        }

        for (var i = 0; i < submit.Jobs.Count; i++)
        {
            if (TooLarge(submit.Jobs[i]) is { } size)
            {
                return new(SubmitAnswer.TooLarge, 0, [], At(submit, i, size));
            }

            if (Problem(submit.Jobs[i]) is { } problem)
            {
                return Invalid(At(submit, i, problem));
            }

            if (exec.Problem(submit.Caller, submit.Jobs[i].Type) is { } refusal)
            {
                return new(SubmitAnswer.Forbidden, 0, [], refusal);
            }
        }

        return null;
    }

    private static SubmitResult Invalid(string problem) => new(SubmitAnswer.Invalid, 0, [], problem);

    private static string At(Submit submit, int index, string problem) =>
        submit.Jobs.Count == 1 ? problem : $"jobs[{index}].{problem}";

    private static string? TooLarge(JobRequest job) =>
        job switch
        {
            { Payload.Length: > MaxPayload } => $"payload: at most {MaxPayload} bytes",
            { Metadata.Length: > MaxMetadata } => $"metadata: at most {MaxMetadata} bytes",
            _ => null,
        };

    private static string? Problem(JobRequest job)
    {
        if (job.Type.Length is 0 or > MaxType || job.Type.Any(char.IsControl))
        {
            return $"type: 1 to {MaxType} characters, none of them a control character";
        }

        if (job.Tags.Count > MaxTags || job.Tags.Any(tag => tag.Length is 0 or > MaxTag || tag.Any(char.IsControl)))
        {
            return $"tags: at most {MaxTags} of 1 to {MaxTag} characters";
        }

        return job switch
        {
            { Priority: < 1 or > 9 } => "priority: 1 to 9",
            { Retry.MaxAttempts: < 1 or > 1_000 } => "max_attempts: 1 to 1000",
            { MaxLapses: < 1 or > 1_000 } => "max_lapses: 1 to 1000",
            _ when job.Delay < TimeSpan.Zero || job.Delay > MaxTime => "delay: 0 to 366 days",
            _ when !IsPositive(job.TimeToLive) => "time to live: 1 ms to 366 days",
            _ when !IsPositive(job.RunTimeout) => "run timeout: 1 ms to 366 days",
            _ when job.Retry.Backoff < TimeSpan.Zero || job.Retry.Backoff > MaxTime => "backoff: 0 to 366 days",
            _ when job.Retry.MaxBackoff < TimeSpan.Zero || job.Retry.MaxBackoff > MaxTime =>
                "max backoff: 0 to 366 days",
            _ when job.CallbackUrl is { } url && !IsUrl(url) =>
                $"callback URL: absolute, http or https, at most {MaxUrl} characters",
            _ => null,
        };
    }

    private static bool IsPositive(TimeSpan? time) =>
        time is null || (time >= TimeSpan.FromMilliseconds(1) && time <= MaxTime);

    private static bool IsUrl(string text) =>
        text.Length <= MaxUrl
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    private SubmitResult? EnterQueue(Submit submit)
    {
        // Counted first, then compared: of two at the limit at least one sees the other.
        if (lanes.Unfinished + Interlocked.Add(ref underWay, submit.Jobs.Count) > options.MaxUnfinished)
        {
            Interlocked.Add(ref underWay, -submit.Jobs.Count);
            return new(SubmitAnswer.QueueFull, 0, [], $"The queue holds {options.MaxUnfinished} jobs at most.");
        }

        if (submit.Caller.MaxQueued is { } own && !TryEnter(submit.Caller.Owner, submit.Jobs.Count, own))
        {
            Interlocked.Add(ref underWay, -submit.Jobs.Count);
            return new(SubmitAnswer.QueueFull, 0, [], $"This key may have {own} unfinished jobs at most.");
        }

        return null;
    }

    private bool TryEnter(long owner, int jobs, long limit)
    {
        lock (underWayByOwner)
        {
            var entered = underWayByOwner.GetValueOrDefault(owner) + jobs;
            if (lanes.UnfinishedOf(owner) + entered > limit)
            {
                return false;
            }

            underWayByOwner[owner] = entered;
            return true;
        }
    }
}
