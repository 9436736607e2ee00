using System.Diagnostics;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite.Tests.Writing;

/// <summary>A file system so small that it is really full.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int MiB = 1 << 20;

    private readonly TempFolder _folder = new();

    public FullDiskTests() =>
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", _folder.Path),
            "Mounting a small file system needs root on Linux."
        );

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
        {
            Run("umount", _folder.Path);
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Rounds_OnAFullDisk_FailUntilThereIsRoom()
    {
        await File.WriteAllBytesAsync(_folder["ballast"], new byte[3 * MiB]);
        var store = await OpenStore.OpenAsync(_folder.Path);
        var stored = 0;
        await Should.ThrowAsync<StorageUnavailableException>(async () =>
        {
            for (; stored < 1_000; stored++)
            {
                await store.SubmitAsync(payload: 50_000);
            }
        });

        (await store.CountAsync(JobState.Pending)).ShouldBe(stored);
        await Should.ThrowAsync<StorageUnavailableException>(() => store.SubmitAsync(payload: 50_000));
        File.Delete(_folder["ballast"]);
        await store.SubmitAsync(payload: 50_000);
        await store.Storage.Nodes.ProbeAsync(CancellationToken.None);

        (await store.CountAsync(JobState.Pending)).ShouldBe(stored + 1);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Open_WithoutRoomForTheWholeLog_TakesNoneOfIt()
    {
        await using var store = await OpenStore.OpenAsync(_folder.Path);

        new FileInfo(_folder["switchyard.db-wal"]).Length.ShouldBeLessThan(MiB);
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(command, arguments) { RedirectStandardError = true }
            );
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
