using Switchyard.Engine.Jobs;

namespace Switchyard.Storage.Postgres.Tests;

/// <summary>What a list reads: a job is put together, out of half a dozen tables, for the page alone.</summary>
public sealed class ListCostTests
{
    private const int Jobs = 2_000;
    private const int Limit = 5;

    /// <summary>Jobs that are looked at more closely than by their own row: one more than the page tells whether there is another.</summary>
    private const int Seeks = Limit + 1;

    public static TheoryData<JobQuery, int> Lists =>
        new()
        {
            {
                new JobQuery { Limit = Limit },
                Seeks
            },
            {
                new JobQuery { Limit = Limit, Type = "work" },
                Seeks
            },
            {
                new JobQuery { Limit = Limit, Type = "other" },
                0
            },
            // One to find the state, one for the page.
            {
                new JobQuery
                {
                    Limit = Limit,
                    States = new HashSet<JobState> { JobState.Pending, JobState.Failed },
                },
                2 * Seeks
            },
            {
                new JobQuery
                {
                    Limit = Limit,
                    Type = "other",
                    States = new HashSet<JobState> { JobState.Pending, JobState.Failed },
                },
                0
            },
        };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_OfAPage_PutsItsOwnJobsTogetherAndNoOthers(JobQuery query, int seeks)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);
        await store.SubmitAsync(Jobs);

        var page = await store.Storage.Jobs.ListAsync(query, TestContext.Current.CancellationToken);

        page.Jobs.Count.ShouldBe(seeks == 0 ? 0 : Limit);
        await store.DisposeAsync();
        await Eventually.HoldsAsync(
            "the store's sessions have ended, and left their figures",
            async () =>
                await database.ScalarAsync(
                    """
                    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                      AND backend_type = 'client backend'
                    """
                ) == 0
        );
        (await database.ScalarAsync("SELECT idx_scan FROM pg_stat_user_tables WHERE relname = 'held'")).ShouldBe(seeks);
    }
}
