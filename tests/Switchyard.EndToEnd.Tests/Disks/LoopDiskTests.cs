namespace Switchyard.EndToEnd.Tests.Disks;

/// <summary>The tests of durability are worth what this disk forgets.</summary>
public sealed class LoopDiskTests
{
    [Fact]
    public async Task LoopDisk_PowerCut_KeepsOnlyWhatWasSynced()
    {
        if (await LoopDisk.WhyNotAsync() is { } why)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(why);
            return;
        }

        await using var disk = await LoopDisk.CreateAsync(16);
        var file = Path.Combine(disk.Path, "file");
        using (var handle = File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(handle, "synced"u8, 0);
            RandomAccess.FlushToDisk(handle);
            RandomAccess.Write(handle, " and not"u8, 6);
            disk.CutPower();
        }

        await disk.RemountAsync();

        (await File.ReadAllTextAsync(file)).ShouldBe("synced");
    }

    [Fact]
    public async Task LoopDisk_Full_TakesNothingUntilFreed()
    {
        if (await LoopDisk.WhyNotAsync() is { } why)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(why);
            return;
        }

        await using var disk = await LoopDisk.CreateAsync(16);
        var file = Path.Combine(disk.Path, "file");
        disk.Fill();

        Should.Throw<IOException>(() => File.WriteAllBytes(file, new byte[8192]));
        disk.Free();
        File.WriteAllBytes(file, new byte[8192]);

        new FileInfo(file).Length.ShouldBe(8192);
    }
}
