using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite;

/// <summary>Keeps a data folder to one process: a lock on a file in it, which the system drops with the process.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the folder.</summary>
    /// <exception cref="StorageFatalException">Another has it.</exception>
    /// <exception cref="StorageUnavailableException">It cannot be written to.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            PrivateFolder.Create(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, fault);
        }

        var path = Path.Combine(folder, "lock");
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
        }
        catch (IOException taken) when (IsTaken(taken))
        {
            throw new StorageFatalException(
                $"The data folder {folder} is in use by another process. Stop that one, or choose another folder.",
                taken
            );
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, fault);
        }
    }

    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK of flock on Linux and macOS (the errno as it is), ERROR_SHARING_VIOLATION on Windows.
    private static bool IsTaken(IOException fault) => fault.HResult is 11 or 35 || (fault.HResult & 0xFFFF) == 32;

    private static StorageUnavailableException Unusable(string folder, Exception fault) =>
        new($"The data folder {folder} cannot be used: {fault.Message}", fault);
}
