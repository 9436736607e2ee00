using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Schedules;

/// <summary>Lists of schedules and of runs: newest first, page by page, and how many there are.</summary>
public abstract class ScheduleListConformance(IStorageDriver driver)
{
    [Fact]
    public Task List_OfMany_IsPagedNewestFirst() =>
        TestAsync(
            async (store, book) =>
            {
                var ids = new List<long>();
                for (var n = 0; n < 7; n++)
                {
                    var status = n % 2 == 0 ? ScheduleStatus.Active : ScheduleStatus.Disabled;
                    ids.Insert(0, await book.AddAsync(name: $"Über {n}", owner: n % 3, status: status));
                }

                (await ListAsync(store, new ScheduleQuery { Sees = null })).ShouldBe(Text(7, ids));
                (
                    await ListAsync(
                        store,
                        new ScheduleQuery
                        {
                            Sees = null,
                            Page = 2,
                            Size = 3,
                        }
                    )
                ).ShouldBe(Text(7, ids[3..6]));
                (await ListAsync(store, new ScheduleQuery { Sees = null, Page = 9 })).ShouldBe(Text(7, []));
                (await ListAsync(store, new ScheduleQuery { Sees = 0 })).ShouldBe(Text(3, [ids[0], ids[3], ids[6]]));
                (await ListAsync(store, new ScheduleQuery { Sees = 0, Status = ScheduleStatus.Active })).ShouldBe(
                    Text(2, [ids[0], ids[6]])
                );
                (await ListAsync(store, new ScheduleQuery { Sees = null, Search = "ÜBER 4" })).ShouldBe(
                    Text(1, [ids[2]])
                );
                (await ListAsync(store, new ScheduleQuery { Sees = null, Search = "%" })).ShouldBe(Text(0, []));
                (await store.Storage.Schedules.CountAsync(null, default)).ShouldBe(new ScheduleCounts(4, 0, 3));
                (await store.Storage.Schedules.CountAsync(1, default)).ShouldBe(new ScheduleCounts(1, 0, 1));
            }
        );

    [Fact]
    public Task List_OfSchedulesWithPayloads_LeavesThemOut() =>
        TestAsync(
            async (store, book) =>
            {
                await book.AddAsync();

                var page = await store.Storage.Schedules.ListAsync(new ScheduleQuery { Sees = null }, default);

                page.Schedules.ShouldHaveSingleItem().Payload.Inline.Length.ShouldBe(0);
            }
        );

    [Fact]
    public Task List_OfRuns_IsPagedAndFiltered() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync();
                var runs = new List<long>();
                for (var n = 0; n < 5; n++)
                {
                    runs.Insert(0, await book.MakeAsync(id, book.At(n)));
                }

                await book.MakeAsync(await book.AddAsync());
                await store.OrderAsync(runs[1], OrderKind.Cancel);
                await store.OrderAsync(runs[3], OrderKind.Cancel);
                await store.ClaimAsync(); // the oldest

                (await ListAsync(book, new ScheduleRunQuery { ScheduleId = id })).ShouldBe(Text(5, runs));
                (
                    await ListAsync(
                        book,
                        new ScheduleRunQuery
                        {
                            ScheduleId = id,
                            Page = 2,
                            Size = 2,
                        }
                    )
                ).ShouldBe(Text(5, runs[2..4]));
                (await ListAsync(book, Query(id, JobState.Cancelled) with { Size = 1, Page = 2 })).ShouldBe(
                    Text(2, [runs[3]])
                );
                (await ListAsync(book, Query(id, JobState.Running))).ShouldBe(Text(1, [runs[4]]));
                var newest = (await book.RunsAsync(new ScheduleRunQuery { ScheduleId = id, Size = 1 })).Runs[0];
                (newest.ScheduleId, newest.Slot, newest.Job.State).ShouldBe((id, book.At(4), JobState.Pending));
            }
        );

    [Fact]
    public Task List_OfRunsThatTimedOut_TellsThemFromOtherFailures() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync();
                var failed = await book.MakeAsync(id);
                var lease = await store.ClaimAsync();
                await store.SettleAsync(Settlement.FailedForGood(lease.Id, lease.Token, "no", default));
                var late = (
                    await store.CommitAsync(round =>
                        round.Submissions.Add(
                            new Submission(
                                [store.Job with { RunTimeout = TimeSpan.FromSeconds(1) }],
                                null,
                                new NewRun(id, ScheduleBook.Group, null, null, null)
                            )
                        )
                    )
                )
                    .Submissions[0]
                    .FirstId;
                await store.ClaimAsync();
                await store.SweepAsync(TimeSpan.FromSeconds(2));

                var query = Query(id, JobState.Failed);
                (await ListAsync(book, query with { TimedOut = true })).ShouldBe(Text(1, [late]));
                (await ListAsync(book, query with { TimedOut = false })).ShouldBe(Text(1, [failed]));
                (await ListAsync(book, query)).ShouldBe(Text(2, [late, failed]));
            }
        );

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    [InlineData(4, 0)]
    public Task List_OfASearch_HasTheSameTotalOnEachPage(int number, int rows) =>
        TestAsync(
            async (store, book) =>
            {
                for (var n = 0; n < 14; n++)
                {
                    await book.AddAsync(name: n % 2 == 0 ? "needle" : "hay");
                }

                var query = new ScheduleQuery
                {
                    Sees = null,
                    Search = "NEED",
                    Page = number,
                    Size = 3,
                };
                var page = await store.Storage.Schedules.ListAsync(query, default);

                (page.Schedules.Count, page.Total).ShouldBe((rows, 7));
            }
        );

    private static ScheduleRunQuery Query(long schedule, JobState state) =>
        new()
        {
            ScheduleId = schedule,
            States = new HashSet<JobState> { state },
        };

    private static async Task<string> ListAsync(StoreUnderTest store, ScheduleQuery query)
    {
        var page = await store.Storage.Schedules.ListAsync(query, default);
        return Text(page.Total, page.Schedules.Select(schedule => schedule.Id));
    }

    private static async Task<string> ListAsync(ScheduleBook book, ScheduleRunQuery query)
    {
        var page = await book.RunsAsync(query);
        return Text(page.Total, page.Runs.Select(run => run.Job.Id));
    }

    private static string Text(long total, IEnumerable<long> ids) => $"{string.Join(' ', ids)} of {total}";

    private Task TestAsync(Func<StoreUnderTest, ScheduleBook, Task> test) =>
        StoreUnderTest.TestAsync(driver, store => test(store, new ScheduleBook(store)));
}
