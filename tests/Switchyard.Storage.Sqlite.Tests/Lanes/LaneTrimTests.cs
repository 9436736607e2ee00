using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite.Tests.Lanes;

public sealed class LaneTrimTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_WithManyIdleLanes_ForgetsThemButNotThoseWithJobs()
    {
        long id;
        await using (var store = await OpenStore.OpenAsync(_folder.Path))
        {
            id = await store.SubmitAsync();
            await store.Storage.OnWriterAsync(database =>
            {
                database.Execute(
                    $"""
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ILaneStore.MaxLanes})
                    INSERT INTO lane (dialect, owner, route) SELECT 1, i, {store.Lane.Route.Id} FROM n;
                    """
                );

                // Even a count that is wrong must not cost a job its lane.
                database.Execute("DELETE FROM counter WHERE lane > 0");
                return true;
            });
        }

        await using var again = await OpenStore.OpenAsync(_folder.Path);

        (await again.Storage.Lanes.ListAsync(CancellationToken.None)).ShouldHaveSingleItem().Id.ShouldBe(again.Lane.Id);
        (await again.StateAsync(id)).ShouldBe(JobState.Pending);
    }
}
