using System.Globalization;

namespace Switchyard.EndToEnd.Tests.Disks;

/// <summary>
/// A small ext4 disk of its own for one test: an image behind a loop device, mounted. The loop device is freed by the
/// system with the mount. A test run that was killed leaves its mount behind; the next one takes it away.
/// </summary>
internal sealed class LoopDisk : IAsyncDisposable
{
    private const string Prefix = "switchyard-disk-";

    /// <summary>The file that the power is cut at, and that says a disk is ours.</summary>
    private const string Marker = "marker";

    private static readonly Task<string?> Probe = ProbeAsync();

    private readonly string _folder;

    private LoopDisk(string folder) => _folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Path => System.IO.Path.Combine(_folder, "mount");

    private string Image => System.IO.Path.Combine(_folder, "image");

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Why this machine has no such disks (they need root and loop devices); null where it has.</summary>
    public static Task<string?> WhyNotAsync() => Probe;

    /// <summary>Makes and mounts one.</summary>
    /// <param name="mebibytes">Its size; the image is sparse.</param>
    public static async Task<LoopDisk> CreateAsync(int mebibytes)
    {
        var folder = Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-").FullName;
        var disk = new LoopDisk(folder);
        try
        {
            Directory.CreateDirectory(disk.Path);
            await using (var image = File.Create(disk.Image))
            {
                image.SetLength(mebibytes * 1024L * 1024L);
            }

            // Nothing kept back for root (-m 0): the server under test may be root, and full must mean full.
            await RunAsync("mkfs.ext4", "-q", "-F", "-m", "0", disk.Image);
            await disk.MountAsync();
            await File.WriteAllTextAsync(System.IO.Path.Combine(disk.Path, Marker), "");
            await RunAsync("sync", "-f", disk.Path);
            return disk;
        }
        catch
        {
            await disk.DisposeAsync();
            throw;
        }
    }

    /// <summary>Cuts the power. Whoever has files open here gets EIO from now on.</summary>
    public void CutPower() => PowerSwitch.Off(System.IO.Path.Combine(Path, Marker));

    /// <summary>Mounts it anew, as after a restart of the machine: the file system replays its journal.</summary>
    public async Task RemountAsync()
    {
        await RunAsync("umount", Path);
        await MountAsync();
    }

    /// <summary>Fills it to the last block.</summary>
    public void Fill()
    {
        using var filler = File.OpenHandle(Filler, FileMode.Create, FileAccess.Write);
        var offset = 0L;
        foreach (var size in new[] { 1 << 20, 1 << 12 })
        {
            try
            {
                for (var block = new byte[size]; ; offset += size)
                {
                    RandomAccess.Write(filler, block, offset);
                }
            }
            catch (IOException)
            {
                // Full, to this size.
                offset = RandomAccess.GetLength(filler);
            }
        }
    }

    /// <summary>Frees what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => await RemoveAsync(_folder);

    private static async Task RemoveAsync(string folder)
    {
        var mount = System.IO.Path.Combine(folder, "mount");
        if ((await File.ReadAllTextAsync("/proc/mounts")).Contains($" {mount} ", StringComparison.Ordinal))
        {
            // Lazily: a process just killed may for a moment keep it busy.
            await new Command("umount", "-l", mount).RunAsync();
        }

        if (!File.Exists(System.IO.Path.Combine(mount, Marker)))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string?> ProbeAsync()
    {
        try
        {
            await RemoveLeftoversAsync();
            await using var disk = await CreateAsync(8);
            disk.CutPower();
            return null;
        }
        catch (Exception fault)
        {
            return $"no disk of our own can be mounted here: {fault.Message}";
        }
    }

    private static async Task RemoveLeftoversAsync()
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), $"{Prefix}*"))
        {
            // switchyard-disk-PID-random
            var owner = System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(owner, CultureInfo.InvariantCulture, out var id) && !Directory.Exists($"/proc/{id}"))
            {
                await RemoveAsync(folder);
            }
        }
    }

    /// <summary>Tried again: two that mount at once may be given the same free loop device, and one loses.</summary>
    private async Task MountAsync()
    {
        const int Tries = 5;
        for (var attempt = 1; ; attempt++)
        {
            var result = await new Command("mount", "-o", "loop", Image, Path).RunAsync();
            if (result.ExitCode == 0)
            {
                return;
            }

            if (attempt == Tries)
            {
                throw new InvalidOperationException($"mount: {result.Error}");
            }
        }
    }

    private static async Task RunAsync(string file, params string[] arguments)
    {
        var result = await new Command(file, arguments)
        {
            Environment = new Dictionary<string, string?>
            {
                ["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin",
            },
        }.RunAsync();
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file}: {result.Error}");
        }
    }
}
