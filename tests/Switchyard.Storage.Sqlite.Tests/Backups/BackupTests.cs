using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite.Tests.Backups;

/// <summary>Copies of a store that is in use.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task Backup_UnderLoad_IsAStoreOfOneMoment()
    {
        using var folder = new TempFolder();
        await using var store = await OpenStore.OpenAsync(folder["live"]);
        Directory.CreateDirectory(folder["copy"]);
        var rounds = 0L;
        using var enough = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await store.SubmitAsync(7);
                Interlocked.Increment(ref rounds);
            }
        });
        await Eventually.HoldsAsync("some rounds are done", () => Volatile.Read(ref rounds) > 20);

        (
            await store.Storage.Maintenance.BackUpAsync(folder["copy/switchyard.db"], CancellationToken.None)
        ).ShouldBeTrue();

        await enough.CancelAsync();
        await load;
        await using var copy = await OpenStore.OpenAsync(folder["copy"]);
        var counts = await copy.Storage.Lanes.CountsAsync(CancellationToken.None);
        var page = await copy.Storage.Jobs.ListAsync(new JobQuery { Limit = 1_000 }, CancellationToken.None);
        var pending = counts.Where(count => count.State == JobState.Pending).Sum(count => count.Count);
        pending.ShouldBeGreaterThan(0);
        (pending % 7).ShouldBe(0, "whole rounds only");
        page.Jobs[0].Id.ShouldBe(pending);
        Directory.GetFiles(folder["copy"], "*.partial").ShouldBeEmpty();
    }

    [Fact]
    public async Task Backup_ToAFileThatIsThere_IsRefused()
    {
        using var folder = new TempFolder();
        await using var store = await OpenStore.OpenAsync(folder["live"]);
        await File.WriteAllTextAsync(folder["old"], "precious");

        await Should.ThrowAsync<StorageUnavailableException>(() =>
            store.Storage.Maintenance.BackUpAsync(folder["old"], CancellationToken.None).AsTask()
        );

        (await File.ReadAllTextAsync(folder["old"])).ShouldBe("precious");
    }

    [Fact]
    public async Task Backup_ToAFolderThatIsNotThere_FailsAndHarmsNothing()
    {
        using var folder = new TempFolder();
        await using var store = await OpenStore.OpenAsync(folder["live"]);

        await Should.ThrowAsync<StorageUnavailableException>(() =>
            store.Storage.Maintenance.BackUpAsync(folder["no/where"], CancellationToken.None).AsTask()
        );

        await store.SubmitAsync(1);
    }

    [Fact]
    public async Task Backup_Cancelled_LeavesNoFile()
    {
        using var folder = new TempFolder();
        await using var store = await OpenStore.OpenAsync(folder["live"]);

        await Should.ThrowAsync<OperationCanceledException>(() =>
            store.Storage.Maintenance.BackUpAsync(folder["copy"], new CancellationToken(canceled: true)).AsTask()
        );

        Directory.GetFiles(folder.Path).ShouldBeEmpty();
    }
}
