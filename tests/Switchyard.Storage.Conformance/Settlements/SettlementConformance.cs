using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Settlements;

/// <summary>The five answers: every kind of settlement in every situation that its lease can be in.</summary>
public abstract class SettlementConformance(IStorageDriver driver)
{
    public static MatrixTheoryData<Situation, SettlementKind> EverySituation =>
        new(Enum.GetValues<Situation>(), Enum.GetValues<SettlementKind>());

    [Theory]
    [MemberData(nameof(EverySituation))]
    public Task Settlement_InAnySituation_IsAnsweredAsDocumented(Situation situation, SettlementKind kind) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(situation);
                var before = await store.Storage.Jobs.GetAsync(job.Id, default);

                var result = await store.SettleAsync(Make(kind, job));

                var answer = result.Settlements.ShouldHaveSingleItem();
                answer.Answer.ShouldBe(Expected(situation, kind));
                var after = await store.Storage.Jobs.GetAsync(job.Id, default);
                answer.State.ShouldBe(after?.State);
                if (answer.Answer != SettlementAnswer.Settled)
                {
                    result.Transitions.ShouldBeEmpty();
                    Snapshots.ShouldBeSame(after, before);
                }
            }
        );

    [Theory]
    [InlineData(SettlementKind.Succeeded, JobState.Succeeded, FailureReason.None)]
    [InlineData(SettlementKind.Failed, JobState.Failed, FailureReason.Error)]
    [InlineData(SettlementKind.FailedForGood, JobState.Failed, FailureReason.NonRetryable)]
    [InlineData(SettlementKind.Released, JobState.Pending, FailureReason.None)]
    [InlineData(SettlementKind.Paused, JobState.Paused, FailureReason.None)]
    [InlineData(SettlementKind.Lost, JobState.Pending, FailureReason.WorkerLost)]
    public Task Settlement_OfAHeldLease_MovesTheJob(SettlementKind kind, JobState to, FailureReason reason) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                store.Clock.Advance(TimeSpan.FromSeconds(1));

                var result = await store.SettleAsync(Make(kind, new Reached(lease.Id, lease.Token)));

                var counted = kind is SettlementKind.Released or SettlementKind.Paused ? 0 : 1;
                result.Settlements.ShouldBe([new SettlementResult(SettlementAnswer.Settled, to)]);
                result.Transitions.ShouldBe([
                    new Transition(
                        lease.Id,
                        lease.LaneId,
                        JobState.Running,
                        to,
                        reason,
                        counted,
                        lease.Token,
                        "worker",
                        null
                    ),
                ]);
                var job = await store.GetAsync(lease.Id);
                (job.State, job.Attempt).ShouldBe((to, counted));
                if (to.IsFinished())
                {
                    job.Reason.ShouldBe(reason);
                    job.Error.ShouldBe(to == JobState.Failed ? Situations.Error : null);
                    job.FinishedAt.ShouldBe(result.At);
                    job.StartedAt.ShouldBe(result.At - TimeSpan.FromSeconds(1));
                    job.WorkerId.ShouldBe("worker");
                    job.Result.Inline.ToArray().ShouldBe(Situations.Result.Inline.ToArray());
                }
                else
                {
                    (job.Reason, job.Error, job.FinishedAt, job.StartedAt, job.WorkerId).ShouldBe(default);
                }
            }
        );

    [Theory]
    [InlineData(SettlementKind.Succeeded)]
    [InlineData(SettlementKind.Failed)]
    [InlineData(SettlementKind.FailedForGood)]
    public Task Repeat_WithOtherResult_Conflicts(SettlementKind kind) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                var job = new Reached(lease.Id, lease.Token);
                await store.SettleAsync(Make(kind, job));

                var other = Make(kind, job, StoreUnderTest.Bytes("result!"));
                var none = Make(kind, job, Content.Empty);

                var result = await store.SettleAsync(other, none);
                result.Settlements.ShouldAllBe(answer => answer.Answer == SettlementAnswer.Conflict);
            }
        );

    [Fact]
    public Task Repeat_WithOtherMessage_IsARepeat() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(Situation.Failed);

                var result = await store.SettleAsync(
                    Settlement.Failed(job.Id, job.Token, "other words", Situations.Result, jitter: 0)
                );

                result.Settlements[0].ShouldBe(new SettlementResult(SettlementAnswer.Repeated, JobState.Failed));
                (await store.GetAsync(job.Id)).Error.ShouldBe(Situations.Error);
            }
        );

    [Fact]
    public Task Repeat_UnderAnotherToken_IsStale() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(Situation.Succeeded);

                var result = await store.SettleAsync(Settlement.Succeeded(job.Id, job.Token + 1, Situations.Result));

                result.Settlements[0].ShouldBe(new SettlementResult(SettlementAnswer.Stale, JobState.Succeeded));
            }
        );

    [Fact]
    public Task Repeat_AfterRestart_IsARepeat() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(Situation.Succeeded);
                await store.RestartAsync();

                var result = await store.SettleAsync(Settlement.Succeeded(job.Id, job.Token, Situations.Result));

                result.Settlements[0].ShouldBe(new SettlementResult(SettlementAnswer.Repeated, JobState.Succeeded));
            }
        );

    [Fact]
    public Task Repeat_WithTheSameBytesInAnotherBlob_IsARepeat() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var bytes = new byte[Content.InlineLimit + 1];
                var lease = await store.LeaseAsync();
                await SettleBlobAsync(bytes);

                (await SettleBlobAsync(bytes)).ShouldBe(SettlementAnswer.Repeated);
                bytes[^1] = 1;
                (await SettleBlobAsync(bytes)).ShouldBe(SettlementAnswer.Conflict);

                async Task<SettlementAnswer> SettleBlobAsync(byte[] result)
                {
                    var blob = new Content(default, await store.Storage.Blobs.WriteAsync(result, default));
                    var settled = await store.SettleAsync(Settlement.Succeeded(lease.Id, lease.Token, blob));
                    return settled.Settlements[0].Answer;
                }
            }
        );

    private static SettlementAnswer Expected(Situation situation, SettlementKind kind)
    {
        return situation switch
        {
            Situation.Held => SettlementAnswer.Settled,
            Situation.Deleted or Situation.Unknown => SettlementAnswer.Gone,
            Situation.Succeeded => AfterEnd(SettlementKind.Succeeded),
            Situation.Failed => AfterEnd(SettlementKind.Failed),
            Situation.FailedForGood => AfterEnd(SettlementKind.FailedForGood),
            Situation.LostForGood => AfterEnd(SettlementKind.Lost),
            _ => SettlementAnswer.Stale,
        };

        SettlementAnswer AfterEnd(SettlementKind recorded) =>
            kind == recorded ? SettlementAnswer.Repeated : SettlementAnswer.Conflict;
    }

    private static Settlement Make(SettlementKind kind, Reached job, Content? result = null) =>
        kind switch
        {
            SettlementKind.Succeeded => Settlement.Succeeded(job.Id, job.Token, result ?? Situations.Result),
            SettlementKind.Failed => Settlement.Failed(
                job.Id,
                job.Token,
                Situations.Error,
                result ?? Situations.Result,
                jitter: 0.5
            ),
            SettlementKind.FailedForGood => Settlement.FailedForGood(
                job.Id,
                job.Token,
                Situations.Error,
                result ?? Situations.Result
            ),
            SettlementKind.Released => Settlement.Released(job.Id, job.Token),
            SettlementKind.Paused => Settlement.Paused(job.Id, job.Token, Situations.Checkpoint),
            SettlementKind.Lost => Settlement.Lost(job.Id, job.Token),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}
