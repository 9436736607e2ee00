using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Model;

/// <summary>Everything that can be read from a store, against the model.</summary>
internal sealed class ModelComparison(IStorage storage, ModelStore model)
{
    public static void CompareLease(LeasedJob lease, ModelJob job, int tag)
    {
        Expect.Same(
            (lease.Salt, lease.LaneId, lease.Attempt, lease.Tag, lease.Priority),
            (job.Made.Salt, job.Made.Lane.Id, job.Attempt, tag, job.Made.Priority)
        );
        var shown = job.Snapshot();
        Expect.Same(
            (lease.CreatedAt, lease.ExpiresAt, lease.RunTimeout),
            (shown.CreatedAt, shown.ExpiresAt, shown.RunTimeout)
        );
        Expect.Same(Snapshots.Describe(lease.Payload), Snapshots.Describe(job.Made.Payload), "payload");
        Expect.Same(Snapshots.Describe(lease.Metadata), Snapshots.Describe(job.Made.Metadata), "metadata");
        Expect.Same(Snapshots.Describe(lease.Checkpoint), Snapshots.Describe(job.Checkpoint), "checkpoint");
    }

    /// <summary>One job: its snapshot and its failed attempts.</summary>
    public async Task CompareJobAsync(long id)
    {
        var expected = model.Jobs.GetValueOrDefault(id);
        var actual = await storage.Jobs.GetAsync(id, default);
        Expect.Same(Snapshots.Describe(Known(actual, expected)), Snapshots.Describe(expected?.Snapshot()), "job");

        var attempts = await storage.Jobs.AttemptsAsync(id, default);
        var known = expected?.Attempts ?? [];
        Expect.Same(attempts.Count, known.Count, "number of attempts");
        foreach (var (attempt, one) in attempts.Zip(known))
        {
            Expect.Same(one.Error is null ? attempt with { Error = null } : attempt, one, "attempt");
        }
    }

    /// <summary>The kept counts against a recount of the model's jobs.</summary>
    public async Task CompareCountsAsync()
    {
        var actual = await storage.Lanes.CountsAsync(default);
        var expected = model.Jobs.Values.CountBy(job => (job.Made.Lane.Id, job.State)).ToDictionary();
        Expect.Same(actual.Count, expected.Count, "number of counts");
        foreach (var count in actual)
        {
            Expect.Same(count.Count, expected.GetValueOrDefault((count.LaneId, count.State)), $"count of {count}");
        }
    }

    /// <summary>All jobs of a list, in order.</summary>
    public async Task CompareListAsync(JobQuery query)
    {
        var actual = await Consistency.AllAsync(storage.Jobs, query);
        var expected = model
            .Jobs.Values.Reverse()
            .Select(job => job.Snapshot())
            .Where(job =>
                query.States?.Contains(job.State) != false
                && (query.Dialect ?? job.Lane.Dialect) == job.Lane.Dialect
                && (query.Owner ?? job.Lane.Owner) == job.Lane.Owner
                && (query.Type ?? job.Lane.Route.Type) == job.Lane.Route.Type
                && job.Id < (query.Before ?? long.MaxValue)
            )
            .ToList();
        Expect.Same(
            string.Join(' ', actual.Select(job => job.Id)),
            string.Join(' ', expected.Select(job => job.Id)),
            "list"
        );
        foreach (var (listed, job) in actual.Zip(expected))
        {
            Expect.Same(
                Snapshots.Describe(Known(listed, model.Jobs[job.Id])),
                Snapshots.Describe(job with { Result = default, Progress = default }),
                "listed job"
            );
        }
    }

    /// <summary>The whole store: every job with what it carries, due callbacks, and the store with itself.</summary>
    public async Task CompareAllAsync(DateTimeOffset now)
    {
        foreach (var id in model.Made)
        {
            await CompareJobAsync(id);
            await CompareContentAsync(id);
        }

        await CompareCallbacksAsync(now);
        await Consistency.VerifyAsync(storage);
    }

    private async Task CompareCallbacksAsync(DateTimeOffset now)
    {
        var actual = await storage.Jobs.DueCallbacksAsync(1_000, default);
        var expected = model.Jobs.Values.Where(job => job.Callback?.DueAt <= now);
        Expect.Same(
            string.Join('\n', actual.OrderBy(one => one.JobId)),
            string.Join(
                '\n',
                expected.Select(job => new PendingCallback(job.Id, job.Made.CallbackUrl!, job.Callback!.Value.Failures))
            ),
            "callbacks"
        );
        var times = actual.Select(one => model.Jobs[one.JobId].Callback!.Value.DueAt).ToList();
        Expect.That(times.SequenceEqual(times.Order()), "the callback due for longest comes first");
    }

    private async Task CompareContentAsync(long id)
    {
        var expected = model.Jobs.GetValueOrDefault(id);
        var actual = await storage.Jobs.GetContentAsync(id, default);
        Expect.Same(actual is null, expected is null, $"whether job {id} has content");
        if (actual is null || expected is null)
        {
            return;
        }

        Expect.Same(Snapshots.Describe(actual.Payload), Snapshots.Describe(expected.Made.Payload), "payload");
        Expect.Same(Snapshots.Describe(actual.Metadata), Snapshots.Describe(expected.Made.Metadata), "metadata");
        foreach (var content in new[] { expected.Made.Payload, expected.Checkpoint, expected.Snapshot().Result })
        {
            if (content.BlobId != 0)
            {
                var bytes = await storage.Blobs.ReadAsync(content.BlobId, default);
                Expect.That(bytes.AsSpan().SequenceEqual(model.Blobs[content.BlobId]), $"blob {content.BlobId}");
            }
        }
    }

    // What the engine says of a failure that time made is its own to word.
    private static JobSnapshot? Known(JobSnapshot? actual, ModelJob? expected) =>
        actual?.State == JobState.Failed && expected?.End is { Settlement: null or { Kind: SettlementKind.Lost } }
            ? actual with
            {
                Error = null,
            }
            : actual;
}
