using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Lists;

/// <summary>Lists: what they show, in which order, page by page.</summary>
public abstract class ListConformance(IStorageDriver driver)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public Task List_OfEveryState_IsNewestFirstWithoutResultAndProgress() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var finished = await store.LeaseAsync(store.Job with { CallbackUrl = "http://localhost/" });
                await store.RenewAsync(finished, progress: "{}");
                await store.SettleAsync(
                    Settlement.FailedForGood(finished.Id, finished.Token, Situations.Error, Situations.Result)
                );
                var others = new List<long>();
                foreach (
                    var situation in new[] { Situation.Backoff, Situation.Held, Situation.Draft, Situation.Revoked }
                )
                {
                    others.Add((await store.ReachAsync(situation)).Id);
                }

                var page = await store.Storage.Jobs.ListAsync(new JobQuery { Limit = 10 }, default);

                page.Before.ShouldBeNull();
                page.Jobs.Select(job => job.Id).ShouldBe(others.Prepend(finished.Id).Reverse());
                foreach (var listed in page.Jobs)
                {
                    var whole = await store.GetAsync(listed.Id);
                    Snapshots.ShouldBeSame(listed, whole with { Result = default, Progress = default });
                }
            }
        );

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public Task Pages_OfAnySize_TogetherShowEverythingOnce(int limit) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var ids = await FillAsync(store);

                var all = await Consistency.AllAsync(store.Storage.Jobs, new JobQuery { Limit = limit });

                all.Select(job => job.Id).ShouldBe(ids.Reverse());
            }
        );

    public static MatrixTheoryData<string, int, int> Filters =>
        new(
            [
                "finished",
                "pending",
                "all states",
                "no state",
                "door",
                "owner",
                "anonymous",
                "type",
                "together",
                "nobody",
                "tag",
                "reason",
                "reason of others",
                "pending of a shared route",
                "created",
                "created in a gap",
            ],
            [1, 4, 100],
            [4, 20_000]
        );

    [Theory]
    [MemberData(nameof(Filters))]
    public Task List_Filtered_ShowsExactlyWhatMatches(string filter, int limit, int scanLimit) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var ids = await FillAsync(store);
                var query = Query(filter, store.Clock.GetUtcNow()) with
                {
                    Limit = limit,
                    ScanLimit = Math.Max(limit, scanLimit),
                };
                var expected = new List<long>();
                foreach (var id in ids.Reverse())
                {
                    var job = await store.GetAsync(id);
                    if (
                        query.States?.Contains(job.State) != false
                        && (query.Dialect ?? job.Lane.Dialect) == job.Lane.Dialect
                        && (query.Owner ?? job.Lane.Owner) == job.Lane.Owner
                        && (query.Type ?? job.Lane.Route.Type) == job.Lane.Route.Type
                        && (query.Tag is null || job.Lane.Route.Tags.Contains(query.Tag))
                        && (query.Reason ?? job.Reason) == job.Reason
                        && (query.CreatedFrom ?? job.CreatedAt) <= job.CreatedAt
                        && !(query.CreatedBefore <= job.CreatedAt)
                    )
                    {
                        expected.Add(id);
                    }
                }

                var all = await Consistency.AllAsync(store.Storage.Jobs, query);

                all.Select(job => job.Id).ShouldBe(expected);
                (filter is "no state" or "nobody" or "reason of others" or "created in a gap").ShouldBe(
                    expected.Count == 0
                );
            }
        );

    [Fact]
    public Task List_BehindACursor_ShowsOlderJobsOnly() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = await store.SubmitAsync(store.Job, store.Job, store.Job, store.Job);
                await store.OrderAsync(first + 2, OrderKind.Delete);

                var page = await store.Storage.Jobs.ListAsync(new JobQuery { Limit = 9, Before = first + 2 }, default);

                page.Jobs.Select(job => job.Id).ShouldBe([first + 1, first]);
            }
        );

    [Fact]
    public Task List_OfAnEmptyStore_IsEmpty() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var page = await store.Storage.Jobs.ListAsync(new JobQuery { Limit = 1 }, default);

                page.Jobs.ShouldBeEmpty();
                page.Before.ShouldBeNull();
            }
        );

    private static JobQuery Query(string filter, DateTimeOffset now)
    {
        var all = new JobQuery { Limit = 1 };
        return filter switch
        {
            "finished" => all with
            {
                States = new HashSet<JobState> { JobState.Succeeded, JobState.Failed, JobState.Cancelled },
            },
            "pending" => all with { States = new HashSet<JobState> { JobState.Pending } },
            "all states" => all with { States = Enum.GetValues<JobState>().ToHashSet() },
            "no state" => all with { States = new HashSet<JobState>() },
            "door" => all with { Dialect = Dialect.Pull },
            "owner" => all with { Owner = 2 },
            "anonymous" => all with { Owner = 0 },
            "type" => all with { Type = "b" },
            "together" => all with
            {
                Type = "b",
                Owner = 2,
                Dialect = Dialect.Native,
                States = new HashSet<JobState> { JobState.Pending, JobState.Paused, JobState.Cancelled },
            },
            "nobody" => all with { Owner = 77 },
            "tag" => all with { Tag = "x" },
            "reason" => all with { Reason = FailureReason.NonRetryable },
            "reason of others" => all with
            {
                Reason = FailureReason.NonRetryable,
                States = new HashSet<JobState> { JobState.Pending, JobState.Cancelled },
            },
            "pending of a shared route" => all with
            {
                Owner = 3,
                States = new HashSet<JobState> { JobState.Pending },
            },
            "created" => all with { CreatedFrom = now - Minute, CreatedBefore = now },
            "created in a gap" => all with { CreatedFrom = now - Minute + Second, CreatedBefore = now },
            _ => throw new ArgumentOutOfRangeException(nameof(filter)),
        };
    }

    // Some thirty jobs of several lanes, in every state, some deleted in between.
    private static async Task<IReadOnlyCollection<long>> FillAsync(StoreUnderTest store)
    {
        Lane[] lanes =
        [
            await store.InternAsync("a"),
            await store.InternAsync("b", owner: 2),
            await store.InternAsync("b", owner: 2, Dialect.Pull, "x"),
            await store.InternAsync("B", owner: 3, Dialect.Pull),
            await store.InternAsync("B", owner: 4, Dialect.Pull),
        ];
        var first = 0L;
        foreach (var part in Enumerable.Range(0, 40).Chunk(15))
        {
            // Fifteen a minute: the last ten now.
            store.Clock.Advance(Minute);
            var id = await store.SubmitAsync([
                .. part.Select(n => store.Job with { Lane = lanes[n * 3 % lanes.Length], Draft = n % 10 == 9 }),
            ]);
            first = first == 0 ? id : first;
        }

        await store.CommitAsync(round =>
            round.Orders.AddRange(
                Enumerable
                    .Range(0, 40)
                    .Select(n =>
                        (n % 10) switch
                        {
                            0 or 1 => new Order(first + n, OrderKind.Pause),
                            2 or 3 => new Order(first + n, OrderKind.Cancel),
                            4 => new Order(first + n, OrderKind.Delete),
                            _ => new Order(0, OrderKind.Pause),
                        }
                    )
            )
        );
        var leased = await store.CommitAsync(round => round.Claims.Add(store.Claim(6, routes: lanes[0].Route.Id)));
        await store.SettleAsync([
            .. leased.Claims[0].Skip(3).Select(job => Settlement.Succeeded(job.Id, job.Token, Situations.Result)),
            .. leased
                .Claims[0]
                .Skip(2)
                .Take(1)
                .Select(job => Settlement.FailedForGood(job.Id, job.Token, Situations.Error, default)),
        ]);
        return [.. Enumerable.Range(0, 40).Where(n => n % 10 != 4).Select(n => first + n)];
    }
}
