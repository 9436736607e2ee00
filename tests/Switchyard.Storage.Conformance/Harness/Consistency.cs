using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Harness;

/// <summary>What a store must agree with itself about at any time.</summary>
internal static class Consistency
{
    /// <summary>Counts equal a recount, and the reconciler, which knows the rows, finds nothing to repair.</summary>
    public static async Task VerifyAsync(IStorage storage)
    {
        var jobs = await AllAsync(storage.Jobs);
        var recount = jobs.CountBy(job => (job.Lane.Id, job.State)).Select(pair => $"{pair.Key}: {pair.Value}");
        var counts = await storage.Lanes.CountsAsync(default);
        counts.Select(count => $"{(count.LaneId, count.State)}: {count.Count}").ShouldBe(recount, ignoreOrder: true);

        for (long? after = 0; after is { } from; )
        {
            var run = await storage.Maintenance.ReconcileAsync(from, 10_000, default);
            run.Repairs.ShouldBeEmpty("the reconciler found something");
            run.Transitions.ShouldBeEmpty();
            run.Counts.ShouldBeEmpty();
            after = run.After;
        }
    }

    /// <summary>All jobs that match, newest first, page by page; each page is held to what a page promises.</summary>
    public static async Task<IReadOnlyList<JobSnapshot>> AllAsync(IJobStore jobs, JobQuery? query = null)
    {
        query ??= new JobQuery { Limit = 1_000 };
        var all = new List<JobSnapshot>();
        for (var before = query.Before ?? long.MaxValue; ; )
        {
            var page = await jobs.ListAsync(query with { Before = before }, default);
            page.Jobs.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            foreach (var job in page.Jobs)
            {
                job.Id.ShouldBeLessThan(before, "newest first, behind the cursor");
                before = job.Id;
                all.Add(job);
            }

            if (page.Before is not { } next)
            {
                return all;
            }

            next.ShouldBeLessThanOrEqualTo(before, "the cursor is behind what was shown");
            (page.Jobs.Count > 0 || next < before).ShouldBeTrue("a page without jobs must move the cursor");
            before = next;
        }
    }
}
