using System.Globalization;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite;

namespace Switchyard.Verbs.Checks;

/// <summary>A data folder: the disk under it, and the store in it.</summary>
internal sealed class FolderChecks(string folder)
{
    private const long LittleSpace = 1L << 30;
    private const long NoSpace = 64L << 20;
    private const long LongLog = 1L << 30;
    private static readonly TimeSpan SlowSync = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether another process serves it, as far as is known; set by <see cref="All"/>.</summary>
    public bool IsInUse { get; private set; }

    public IEnumerable<Check> All()
    {
        yield return Library();
        if (!Directory.Exists(folder))
        {
            yield return Check.Warning("data folder", $"{folder} is not there; serve makes it.");
            yield break;
        }

        yield return Schema();
        yield return Space();
        yield return Sync();
        yield return Log();
    }

    private static Check Library()
    {
        try
        {
            return Check.Ok("sqlite", SqliteInspection.Library());
        }
        catch (StorageFatalException problem)
        {
            return Check.Failure("sqlite", problem.Message);
        }
    }

    private Check Schema()
    {
        if (SqliteInspection.Sizes(folder).Store == 0)
        {
            return Check.Ok("store", $"{folder} holds none yet.");
        }

        try
        {
            var (at, known) = SqliteInspection.Schema(folder);
            return at > known
                ? Check.Failure(
                    "store",
                    $"Its schema is at step {at}, and this version knows {known}: use a later one."
                )
                : Check.Ok("store", $"Not in use; its schema is at step {at} of {known}.");
        }
        catch (StorageFatalException)
        {
            IsInUse = true;
            return Check.Ok("store", $"A server runs on {folder}.");
        }
        catch (StorageUnavailableException problem)
        {
            return Check.Failure("store", problem.Message);
        }
    }

    private Check Space()
    {
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        var detail = string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MiB are free.");
        return free < NoSpace ? Check.Failure("disk space", detail)
            : free < LittleSpace ? Check.Warning("disk space", detail)
            : Check.Ok("disk space", detail);
    }

    private Check Sync()
    {
        var file = Path.Combine(folder, $"doctor-{Environment.ProcessId}.tmp");
        try
        {
            using var stream = new FileStream(
                file,
                FileMode.Create,
                FileAccess.Write,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose
            );
            var times = new List<TimeSpan>();
            for (var i = 0; i < 10; i++)
            {
                stream.Write(new byte[4096]);
                var began = TimeProvider.System.GetTimestamp();
                stream.Flush(flushToDisk: true);
                times.Add(TimeProvider.System.GetElapsedTime(began));
            }

            var median = times.Order().ElementAt(times.Count / 2);
            var detail = string.Create(
                CultureInfo.InvariantCulture,
                $"A sync of 4 KiB takes {median.TotalMilliseconds:0.00} ms ({new DriveInfo(Path.GetFullPath(folder)).DriveFormat})."
            );
            return median > SlowSync
                ? Check.Warning("disk sync", detail + " Each round waits for one: a faster disk is a faster server.")
                : Check.Ok("disk sync", detail);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Check.Failure("disk sync", $"{folder} cannot be written to: {fault.Message}");
        }
    }

    private Check Log()
    {
        var (_, log) = SqliteInspection.Sizes(folder);
        var detail = string.Create(CultureInfo.InvariantCulture, $"{log >> 20} MiB.");
        return log > LongLog
            ? Check.Warning(
                "write-ahead log",
                detail + " Something keeps it from being checkpointed: a reader that hangs."
            )
            : Check.Ok("write-ahead log", detail);
    }
}
