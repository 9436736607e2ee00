using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Submissions;

/// <summary>Idempotency: the same call answers with the same jobs, for a day.</summary>
public abstract class IdempotencyConformance(IStorageDriver driver)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task SameCall_MadeAgain_AnswersWithTheFirstJobs(bool restart) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                NewJob[] jobs = [store.Job, store.Job, store.Job];
                var first = await SubmitAsync(store, Name(), jobs);
                if (restart)
                {
                    await store.RestartAsync();
                }

                var again = await SubmitAsync(store, Name(), store.Job, store.Job, store.Job);

                (again.Answer, again.FirstId).ShouldBe((SubmissionAnswer.Repeated, first.FirstId));
                again.FirstSalts.ShouldBe(jobs.Select(job => job.Salt));
                (await store.Storage.Lanes.CountsAsync(default)).ShouldHaveSingleItem().Count.ShouldBe(3);
            }
        );

    [Fact]
    public Task SameCall_InOneRound_AnswersWithTheFirstJobs() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var result = await store.CommitAsync(round =>
                    round.Submissions.AddRange([
                        new Submission([store.Job], Name()),
                        new Submission([store.Job], Name()),
                    ])
                );

                result.Submissions[1].Answer.ShouldBe(SubmissionAnswer.Repeated);
                result.Submissions[1].FirstId.ShouldBe(result.Submissions[0].FirstId);
                result.Transitions.ShouldHaveSingleItem();
            }
        );

    [Fact]
    public Task SameCall_OfFinishedJobs_AnswersWithThem() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = await SubmitAsync(store, Name(), store.Job);
                await store.OrderAsync(first.FirstId, OrderKind.Cancel);

                (await SubmitAsync(store, Name(), store.Job)).Answer.ShouldBe(SubmissionAnswer.Repeated);
            }
        );

    [Fact]
    public Task SameKey_ForOtherContent_Conflicts() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                await SubmitAsync(store, Name(), store.Job);

                var other = await SubmitAsync(store, Name(fingerprint: 2), store.Job);

                other.ShouldBe(new SubmissionResult(SubmissionAnswer.Conflict, 0, null));
                (await SubmitAsync(store, Name(), store.Job)).Answer.ShouldBe(SubmissionAnswer.Repeated);
            }
        );

    [Fact]
    public Task SameKey_OfAnotherOwner_IsAnotherKey() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                await SubmitAsync(store, Name(owner: 0), store.Job);

                (await SubmitAsync(store, Name(owner: 1), store.Job)).Answer.ShouldBe(SubmissionAnswer.Stored);
            }
        );

    [Theory]
    [InlineData("Key", "key")]
    [InlineData("key", "key ")]
    [InlineData("ü", "u\u0308")]
    [InlineData("a\0b", "a")]
    public Task Keys_ThatDifferAtAll_AreDifferent(string one, string other) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                await SubmitAsync(store, Name(key: one), store.Job);

                (await SubmitAsync(store, Name(key: other), store.Job)).Answer.ShouldBe(SubmissionAnswer.Stored);
                (await SubmitAsync(store, Name(key: one), store.Job)).Answer.ShouldBe(SubmissionAnswer.Repeated);
            }
        );

    [Fact]
    public Task Key_OfTheGreatestLength_IsKept() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var key = new string('ü', 255);
                await SubmitAsync(store, Name(key: key), store.Job);

                (await SubmitAsync(store, Name(key: key), store.Job)).Answer.ShouldBe(SubmissionAnswer.Repeated);
            }
        );

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public Task SameCall_AfterOneOfItsJobsWasDeleted_Conflicts(int which) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = await SubmitAsync(store, Name(), store.Job, store.Job, store.Job);
                await store.OrderAsync(first.FirstId + which, OrderKind.Delete);

                var again = await SubmitAsync(store, Name(), store.Job, store.Job, store.Job);

                again.ShouldBe(new SubmissionResult(SubmissionAnswer.Conflict, 0, null));
            }
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Key_OverADayOld_IsFree(bool swept) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = await SubmitAsync(store, Name(), store.Job);
                store.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
                (await SubmitAsync(store, Name(), store.Job)).Answer.ShouldBe(SubmissionAnswer.Repeated);
                store.Clock.Advance(TimeSpan.FromSeconds(2));
                if (swept)
                {
                    await store.Storage.Maintenance.RetainAsync(default, 100, default);
                }

                var second = await SubmitAsync(store, Name(fingerprint: 2), store.Job);

                second.Answer.ShouldBe(SubmissionAnswer.Stored);
                second.FirstId.ShouldBeGreaterThan(first.FirstId);
                var again = await SubmitAsync(store, Name(fingerprint: 2), store.Job);
                (again.Answer, again.FirstId).ShouldBe((SubmissionAnswer.Repeated, second.FirstId));
            }
        );

    private static Idempotency Name(long owner = 3, string key = "call-1", byte fingerprint = 1) =>
        new(owner, key, Enumerable.Repeat(fingerprint, 32).ToArray());

    private static async Task<SubmissionResult> SubmitAsync(
        StoreUnderTest store,
        Idempotency name,
        params NewJob[] jobs
    )
    {
        var result = await store.CommitAsync(round => round.Submissions.Add(new Submission(jobs, name)));
        return result.Submissions[0];
    }
}
