using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Submissions;

/// <summary>New jobs: the states they are made in, their ids, and that what was given is what is kept.</summary>
public abstract class SubmissionConformance(IStorageDriver driver)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(false, 0, JobState.Pending)]
    [InlineData(false, 60, JobState.Scheduled)]
    [InlineData(true, 0, JobState.Draft)]
    [InlineData(true, 60, JobState.Draft)]
    public Task Submit_DraftOrDelayed_MakesTheJobInItsFirstState(bool draft, int delaySeconds, JobState expected) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = store.Job with { Draft = draft, Delay = TimeSpan.FromSeconds(delaySeconds) };

                var result = await store.CommitAsync(round => round.Submissions.Add(new Submission([job], null)));

                var due = expected == JobState.Scheduled ? result.At + Minute : default(DateTimeOffset?);
                var id = result.Submissions.ShouldHaveSingleItem().FirstId;
                result.Submissions[0].ShouldBe(new SubmissionResult(SubmissionAnswer.Stored, id, null));
                result.Transitions.ShouldBe([
                    new Transition(id, store.Lane.Id, null, expected, FailureReason.None, 0, 0, null, due),
                ]);
                Snapshots.ShouldBeSame(
                    await store.GetAsync(id),
                    new JobSnapshot
                    {
                        Id = id,
                        Salt = job.Salt,
                        Lane = store.Lane,
                        State = expected,
                        Priority = 5,
                        CreatedAt = result.At,
                        DueAt = due,
                        Retry = job.Retry,
                    }
                );
            }
        );

    [Fact]
    public Task Submit_WithEverything_IsReadBackAsItWas() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lane = await store.InternAsync("other", owner: 7, Dialect.Solver, "gpu", "linux");
                var job = new NewJob
                {
                    Lane = lane,
                    Salt = (1L << 58) - 1,
                    Payload = StoreUnderTest.Bytes("{}"),
                    Metadata = new byte[] { 0, 1, 255 },
                    Priority = 9,
                    TimeToLive = TimeSpan.FromDays(400),
                    RunTimeout = TimeSpan.FromTicks(12_345_670),
                    Retry = new(1_000, TimeSpan.FromMilliseconds(1.5), TimeSpan.FromDays(30)),
                    MaxLapses = 1_000,
                    CallbackUrl = "https://localhost/ü?a=b",
                };

                var id = await store.SubmitAsync(job);
                await store.RestartAsync();

                Snapshots.ShouldBeSame(
                    await store.GetAsync(id),
                    new JobSnapshot
                    {
                        Id = id,
                        Salt = job.Salt,
                        Lane = lane,
                        State = JobState.Pending,
                        Priority = 9,
                        CreatedAt = store.Clock.GetUtcNow(),
                        ExpiresAt = store.Clock.GetUtcNow() + TimeSpan.FromDays(400),
                        Retry = job.Retry,
                        RunTimeout = job.RunTimeout,
                        CallbackUrl = job.CallbackUrl,
                    }
                );
                var lease = await store.ClaimAsync(store.Claim(routes: lane.Route.Id));
                (lease.Id, lease.Salt, lease.LaneId, lease.Priority).ShouldBe((id, job.Salt, lane.Id, 9));
                (lease.ExpiresAt, lease.RunTimeout).ShouldBe(
                    (store.Clock.GetUtcNow() + TimeSpan.FromDays(400), job.RunTimeout)
                );
                lease.CreatedAt.ShouldBe(store.Clock.GetUtcNow());
            }
        );

    [Fact]
    public Task Submissions_OfARound_GetConsecutiveIdsInTheirOrder() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                NewJob[][] submissions =
                [
                    [store.Job],
                    [store.Job, store.Job, store.Job],
                    [store.Job],
                ];

                var result = await store.CommitAsync(round =>
                    round.Submissions.AddRange(submissions.Select(jobs => new Submission(jobs, null)))
                );

                foreach (var (jobs, answer) in submissions.Zip(result.Submissions))
                {
                    for (var n = 0; n < jobs.Length; n++)
                    {
                        (await store.GetAsync(answer.FirstId + n)).Salt.ShouldBe(jobs[n].Salt);
                    }
                }

                result.Transitions.Count.ShouldBe(5);
            }
        );

    [Fact]
    public Task FirstId_OfANewStore_IsOne() =>
        StoreUnderTest.TestAsync(driver, async store => (await store.SubmitAsync()).ShouldBe(1));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Ids_OfDeletedJobs_AreNotGivenAgain(bool restart) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var last = await store.SubmitAsync(store.Job, store.Job) + 1;
                await store.OrderAsync(last, OrderKind.Delete);
                await store.OrderAsync(last - 1, OrderKind.Delete);
                if (restart)
                {
                    await store.RestartAsync();
                }

                (await store.SubmitAsync()).ShouldBeGreaterThan(last);
            }
        );

    [Fact]
    public Task Uuid_OfAJob_NamesIt() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync();

                var job = await store.GetAsync(id);

                JobRef.TryFromGuid(job.Uuid, out var named).ShouldBeTrue();
                named.ShouldBe(new JobRef(id, job.Salt));
                named.Matches(job.Salt).ShouldBeTrue();
            }
        );
}
