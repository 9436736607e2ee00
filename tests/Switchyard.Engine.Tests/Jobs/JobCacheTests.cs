using Switchyard.Engine.Jobs;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Jobs;

public sealed class JobCacheTests
{
    private static readonly Lane Lane = new(1, Dialect.Native, 0, new JobRoute(1, "work", []));

    /// <summary>Whatever happened to a job: the cache has it as the store does, or not at all.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Cache_AfterRandomLoad_SaysWhatTheStoreSays(int seed)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var load = new RandomLoad(test, new Random(seed));
        for (var step = 0; step < 300; step++)
        {
            await load.StepAsync();
            if (step % 20 == 0)
            {
                await test.TurnAsync();
                await VerifyAsync(test, load.Jobs);
            }
        }

        await test.TurnAsync();
        await VerifyAsync(test, load.Jobs);
    }

    [Fact]
    public void Cache_TextsOfJobs_AreBoundedInAll()
    {
        var cache = new JobCache();
        var text = new byte[JobCache.MaxJobBytes];
        for (var id = 1; id <= JobCache.Size; id++)
        {
            cache.Put(Job(id) with { Progress = text });
        }

        var kept = Enumerable.Range(1, JobCache.Size).Count(id => cache.Find(id) is not null);
        kept.ShouldBe(JobCache.MaxBytes / JobCache.MaxJobBytes);

        cache.Put(Job(JobCache.Size) with { State = JobState.Running });
        cache.Find(JobCache.Size).ShouldNotBeNull(); // one without texts always has its place

        cache.Remove(1);
        cache.Put(Job(JobCache.Size) with { Progress = text });
        cache.Find(JobCache.Size).ShouldNotBeNull();
    }

    [Fact]
    public void Cache_TwoJobsOfOneSlot_KeepsTheNewer()
    {
        var cache = new JobCache();
        cache.Put(Job(7));
        cache.Put(Job(7 + JobCache.Size));
        cache.Put(Job(7));

        cache.Find(7).ShouldBeNull();
        cache.Find(7 + JobCache.Size).ShouldNotBeNull();
    }

    [Fact]
    public void Cache_JobWithLongTexts_IsLeftToTheStore()
    {
        var cache = new JobCache();
        cache.Put(Job(7));

        cache.Put(Job(7) with { Error = new string('x', JobCache.MaxJobBytes) });

        cache.Find(7).ShouldBeNull();
    }

    private static async Task VerifyAsync(EngineUnderTest test, IReadOnlyList<JobRef> jobs)
    {
        foreach (var job in jobs)
        {
            var cached = await test.Jobs.GetAsync(job, null, CancellationToken.None);
            var stored = await test.Storage.Jobs.GetAsync(job.Id, CancellationToken.None);
            Comparable(cached).ShouldBe(Comparable(stored), $"job {job.Id}");
        }
    }

    /// <summary>Records compare bytes by reference; as text they compare by what they are.</summary>
    private static string Comparable(JobSnapshot? job) =>
        job is null
            ? "none"
            : $"""
                {job with
                {
                    Result = default,
                    Progress = default,
                    Lane = Lane,
                }}
                {job.Lane.Id} {job.Lane.Route.Type}
                {Convert.ToHexString(job.Result.Inline.Span)} {job.Result.BlobId}
                {Convert.ToHexString(job.Progress.Span)}
                """;

    private static JobSnapshot Job(long id) =>
        new()
        {
            Id = id,
            Salt = 1,
            Lane = Lane,
            State = JobState.Pending,
            Priority = 5,
            CreatedAt = default,
        };
}
