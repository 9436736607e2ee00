using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Tests.Writing;

public sealed class CheckpointsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private long DatabaseSize => new FileInfo(_folder["switchyard.db"]).Length;

    private long WalSize => new FileInfo(_folder["switchyard.db-wal"]).Length;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rounds_ForALongTime_KeepTheLogShort()
    {
        await using var store = await OpenStore.OpenAsync(_folder.Path, new ManualTime());

        for (var round = 0; round < 60; round++)
        {
            await store.SubmitAsync(jobs: 100, payload: 10_000);
        }

        // 60 MB went through it.
        WalSize.ShouldBeLessThanOrEqualTo(Checkpoints.WalSize);
        DatabaseSize.ShouldBeGreaterThan(40 << 20);
    }

    [Fact]
    public async Task Rounds_BesideAReaderThatStays_GoOnAndTheLogIsCopiedAfterIt()
    {
        await using var store = await OpenStore.OpenAsync(_folder.Path, new ManualTime());
        await store.SubmitAsync();
        using (var reader = Connection.OpenReader(_folder["switchyard.db"]))
        {
            reader.Execute("BEGIN; SELECT count(*) FROM job");
            for (var round = 0; round < 40; round++)
            {
                await store.SubmitAsync(jobs: 100, payload: 10_000);
            }

            WalSize.ShouldBeGreaterThan(Checkpoints.WalSize);
            reader.Execute("COMMIT");
        }

        var grown = WalSize;
        for (var round = 0; round < 40; round++)
        {
            await store.SubmitAsync(jobs: 100, payload: 10_000);
        }

        WalSize.ShouldBeLessThanOrEqualTo(grown);
        DatabaseSize.ShouldBeGreaterThan(60 << 20);
    }

    [Fact]
    public async Task Idleness_OfASecond_CopiesTheLog()
    {
        var time = new ManualTime();
        await using var store = await OpenStore.OpenAsync(_folder.Path, time);
        await store.SubmitAsync(jobs: 10, payload: 100_000);
        DatabaseSize.ShouldBeLessThan(1_000_000);

        // The first second may have begun before the round.
        await Eventually.HoldsAsync(
            "the log is copied",
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return DatabaseSize > 1_000_000;
            }
        );
    }

    [Fact]
    public async Task Dispose_AfterRounds_LeavesAllInTheDatabase()
    {
        await using (var store = await OpenStore.OpenAsync(_folder.Path))
        {
            await store.SubmitAsync(jobs: 10, payload: 100_000);
        }

        DatabaseSize.ShouldBeGreaterThan(1_000_000);
        File.Delete(_folder["switchyard.db-wal"]);
        await using var again = await OpenStore.OpenAsync(_folder.Path);
        (await again.CountAsync(JobState.Pending)).ShouldBe(10);
    }
}
