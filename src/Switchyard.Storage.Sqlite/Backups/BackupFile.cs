using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Backups;

/// <summary>
/// Copies of the database, made by a reader: it sees one moment, and rounds go on beside it. The write-ahead log cannot
/// start over until it is done, so it grows by what is written meanwhile.
/// </summary>
internal sealed class BackupFile(string file)
{
    /// <summary>Writes a copy; it is durable when this returns.</summary>
    public void Write(string path, CancellationToken cancellation)
    {
        if (File.Exists(path))
        {
            throw new StorageUnavailableException($"{path} is there already.");
        }

        var partial = path + ".partial";
        try
        {
            File.Delete(partial);
            Copy(partial, cancellation);
            using (var copy = new FileStream(partial, FileMode.Open, FileAccess.Write))
            {
                copy.Flush(flushToDisk: true);
            }

            File.Move(partial, path);
            FolderSync.Run(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StorageFatalException)
        {
            // Also a failed sync: what it leaves in doubt is the copy, and that goes.
            throw new StorageUnavailableException($"The backup cannot be written: {fault.Message}", fault);
        }
        finally
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }

    private void Copy(string path, CancellationToken cancellation)
    {
        using var database = Connection.OpenReader(file);
        using var ending = cancellation.Register(database.Interrupt);
        using var copy = database.Prepare("VACUUM INTO ?1");
        try
        {
            copy.Bind(1, path).Run();
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }
}
