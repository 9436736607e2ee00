using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Schedules;

/// <summary>Runs: one a slot, bounded by what has not ended, in turn, and gone with their jobs.</summary>
public abstract class ScheduleRunConformance(IStorageDriver driver)
{
    [Fact]
    public Task Run_OfASlot_MovesItsSchedule() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync(book.At(1));
                var move = new ScheduleMove(id, book.At(1), book.At(2), book.At(3));

                var made = await book.RunAsync(id, book.At(1), move: move);

                made.Answer.ShouldBe(SubmissionAnswer.Stored);
                var now = await book.GetAsync(id);
                (now.Slot, now.DueAt, now.Runs, now.Version).ShouldBe((book.At(2), book.At(3), 1, 1));
                (await store.StateAsync(made.FirstId)).ShouldBe(JobState.Pending);
                (await store.Storage.ScheduleRuns.FindAsync(made.FirstId, default)).ShouldBe(
                    new StoredRun(id, book.At(1))
                );
                (await store.ClaimAsync()).Id.ShouldBe(made.FirstId);
            }
        );

    [Fact]
    public Task Run_OfASlotThatHasOne_IsThatOne() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync(book.At(1));
                var first = await book.MakeAsync(id, book.At(1));
                var salt = (await store.GetAsync(first)).Salt;

                var again = await book.RunAsync(id, book.At(1));
                var result = await store.CommitAsync(round =>
                {
                    round.Submissions.Add(book.Run(id, book.At(2)));
                    round.Submissions.Add(book.Run(id, book.At(2)));
                });

                (again.Answer, again.FirstId).ShouldBe((SubmissionAnswer.Repeated, first));
                again.FirstSalts.ShouldBe([salt]);
                result
                    .Submissions.Select(run => run.Answer)
                    .ShouldBe([SubmissionAnswer.Stored, SubmissionAnswer.Repeated]);
                result.Submissions[1].FirstId.ShouldBe(result.Submissions[0].FirstId);
                (await book.GetAsync(id)).Runs.ShouldBe(2);
            }
        );

    [Fact]
    public Task Run_OfAScheduleThatIsElsewhere_IsStale() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync(book.At(1));
                var move = new ScheduleMove(id, book.At(1), book.At(2), book.At(2));
                await book.RunAsync(id, book.At(1), move: move);

                var late = await book.RunAsync(id, book.At(5), move: move);
                var gone = await book.RunAsync(id + 1);

                late.Answer.ShouldBe(SubmissionAnswer.Stale);
                gone.Answer.ShouldBe(SubmissionAnswer.Stale);
                (await book.GetAsync(id)).Slot.ShouldBe(book.At(2));
                (await book.RunIdsAsync(id)).Count.ShouldBe(1);
            }
        );

    [Fact]
    public Task Run_WhileAnotherOfItsGroupLives_IsNotMade() =>
        TestAsync(
            async (store, book) =>
            {
                var (one, other) = (await book.AddAsync(book.At(1)), await book.AddAsync(book.At(1)));
                var move = new ScheduleMove(other, book.At(1), book.At(2), book.At(2));
                var first = await book.MakeAsync(one);

                (await book.RunAsync(other, book.At(1), maxLive: 1, move)).Answer.ShouldBe(SubmissionAnswer.Live);
                (await book.GetAsync(other)).Slot.ShouldBe(book.At(1));
                (await book.RunAsync(other, group: "apart", maxLive: 1)).Answer.ShouldBe(SubmissionAnswer.Stored);
                (await book.RunAsync(other, maxLive: 2)).Answer.ShouldBe(SubmissionAnswer.Stored);
                (await book.RunAsync(other, maxLive: 2)).Answer.ShouldBe(SubmissionAnswer.Live);

                (await LiveAsync(store)).Count.ShouldBe(2);
                (await LiveAsync(store)).ShouldContain(first);
            }
        );

    [Fact]
    public Task Run_AfterTheOneBeforeEnded_IsMade() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync();
                var first = await book.MakeAsync(id);
                await store.OrderAsync(first, OrderKind.Cancel);

                var second = await book.RunAsync(id, maxLive: 1);
                var third = await store.CommitAsync(round =>
                {
                    round.Orders.Add(new Order(second.FirstId, OrderKind.Cancel));
                    round.Submissions.Add(book.Run(id, maxLive: 1));
                });

                second.Answer.ShouldBe(SubmissionAnswer.Stored);
                third.Submissions[0].Answer.ShouldBe(SubmissionAnswer.Stored);
                await store.OrderAsync(third.Submissions[0].FirstId, OrderKind.Cancel);
                await store.OrderAsync(first, OrderKind.Retry);
                (await book.RunAsync(id, maxLive: 1)).Answer.ShouldBe(SubmissionAnswer.Live, "a retry lives");
                (await LiveAsync(store)).ShouldBe([first]);
            }
        );

    [Fact]
    public Task Turn_OfDrafts_IsTheFirstOnesOfAGroupWhenNothingElseIsAtWork() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync();
                var running = await book.MakeAsync(id);
                var first = await book.MakeAsync(id, draft: true);
                var second = await book.MakeAsync(id, draft: true);
                (await book.TurnsAsync()).ShouldSatisfyAllConditions(
                    turns => turns.Jobs.ShouldBeEmpty(),
                    turns => turns.IsWaiting.ShouldBeTrue()
                );

                await store.OrderAsync(running, OrderKind.Cancel);
                (await book.TurnsAsync()).Jobs.ShouldBe([first]);
                (await book.TurnsAsync()).Jobs.ShouldBe([first], "until it is started");
                await store.OrderAsync(first, OrderKind.Start);
                (await book.TurnsAsync()).Jobs.ShouldBeEmpty();
                await store.OrderAsync(first, OrderKind.Cancel);
                (await book.TurnsAsync()).Jobs.ShouldBe([second]);
                await store.OrderAsync(second, OrderKind.Cancel);

                (await book.TurnsAsync()).Jobs.ShouldBeEmpty();
                (await book.TurnsAsync()).IsWaiting.ShouldBeFalse();
            }
        );

    [Fact]
    public Task Turns_OfManyGroups_AreFoundPageByPage() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync();
                var drafts = new List<long>();
                for (var n = 0; n < 5; n++)
                {
                    drafts.Add((await book.RunAsync(id, draft: true, group: $"group {n}")).FirstId);
                }

                var found = new List<long>();
                for (
                    var turns = await book.TurnsAsync(limit: 2);
                    ;
                    turns = await book.TurnsAsync(turns.After, limit: 2)
                )
                {
                    found.AddRange(turns.Jobs);
                    if (turns.After is null)
                    {
                        break;
                    }
                }

                found.ShouldBe(drafts);
            }
        );

    [Fact]
    public Task Run_WhoseJobIsRemoved_GoesWithIt() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync(book.At(1));
                var (kept, deleted, retained) = (
                    await book.MakeAsync(id),
                    await book.MakeAsync(id, book.At(1)),
                    await book.MakeAsync(id)
                );
                await store.OrderAsync(deleted, OrderKind.Delete);
                await store.OrderAsync(retained, OrderKind.Cancel);
                store.Clock.Advance(TimeSpan.FromDays(2));
                await store.Storage.Maintenance.RetainAsync(
                    new Retention(null, null, TimeSpan.FromDays(1)),
                    10,
                    default
                );

                (await book.RunIdsAsync(id)).ShouldBe([kept]);
                (await book.GetAsync(id)).Runs.ShouldBe(1);
                (await store.Storage.ScheduleRuns.FindAsync(deleted, default)).ShouldBeNull();
                (await LiveAsync(store)).ShouldBe([kept]);
            }
        );

    [Fact]
    public Task Ends_OfADay_AreAddedUp() =>
        TestAsync(
            async (store, _) =>
            {
                var day = DateOnly.FromDateTime(store.Clock.GetUtcNow().UtcDateTime);
                await NoteAsync(store, new(day, 1, new(3, 1)), new(day, 2, new(1, 0)));
                await NoteAsync(store, new RunEnds(day, 1, new RunCounts(2, 0)));
                await store.RestartAsync();

                (await CountAsync(store, day, 1)).ShouldBe(new RunCounts(5, 1));
                (await CountAsync(store, day, null)).ShouldBe(new RunCounts(6, 1));
                (await CountAsync(store, day.AddDays(1), null)).ShouldBe(new RunCounts(0, 0));
                await NoteAsync(store, new RunEnds(day.AddDays(30), 1, new RunCounts(1, 0)));
                (await CountAsync(store, day, null)).ShouldBe(new RunCounts(0, 0), "forgotten by then");
            }
        );

    private static async Task NoteAsync(StoreUnderTest store, params RunEnds[] ends) =>
        await store.Storage.ScheduleRuns.NoteEndsAsync(ends, default);

    private static async Task<RunCounts> CountAsync(StoreUnderTest store, DateOnly day, long? owner) =>
        await store.Storage.ScheduleRuns.CountEndsAsync(day, owner, default);

    private static async Task<IReadOnlyList<long>> LiveAsync(StoreUnderTest store) =>
        await store.Storage.ScheduleRuns.LiveAsync(ScheduleBook.Group, 10, default);

    private Task TestAsync(Func<StoreUnderTest, ScheduleBook, Task> test) =>
        StoreUnderTest.TestAsync(driver, store => test(store, new ScheduleBook(store)));
}
