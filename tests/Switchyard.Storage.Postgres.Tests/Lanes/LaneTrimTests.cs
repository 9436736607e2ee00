using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Tests.Lanes;

public sealed class LaneTrimTests
{
    [Fact]
    public async Task Start_WithManyIdleLanes_ForgetsThemButNotThoseWithJobs()
    {
        await using var database = await TestDatabase.CreateAsync();
        long id;
        await using (var store = await OpenStore.OpenAsync(database))
        {
            id = await store.SubmitAsync();
            await FillAsync(database);
            await database.ExecuteAsync("DELETE FROM counter"); // even a count that is wrong must not cost a job its lane
        }

        await using var again = await OpenStore.OpenAsync(database);

        (await again.Storage.Lanes.ListAsync(default)).ShouldHaveSingleItem().Id.ShouldBe(again.Lane.Id);
        (await again.Storage.Jobs.GetAsync(id, default)).ShouldNotBeNull().State.ShouldBe(JobState.Pending);
        (await again.Storage.Lanes.InternAsync(Dialect.Native, 1, "new", [], default)).ShouldNotBeNull();
        (await database.ScalarAsync("SELECT count(*) FROM route")).ShouldBe(2);
    }

    [Fact]
    public async Task Start_BesideAnotherNode_ForgetsNoLane()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);
        await FillAsync(database);

        await using var beside = await OpenStore.OpenAsync(database);

        (await beside.Storage.Lanes.ListAsync(default)).Count.ShouldBe(ILaneStore.MaxLanes);
    }

    /// <summary>As many lanes as there may be.</summary>
    private static Task FillAsync(TestDatabase database) =>
        database.ExecuteAsync(
            $"""
            INSERT INTO lane (dialect, owner, route)
            SELECT 1, n, (SELECT min(id) FROM route) FROM generate_series(1, {ILaneStore.MaxLanes} - 1) AS n
            """
        );
}
