namespace Switchyard.Engine.Storage;

/// <summary>Folders for what is nobody else's to read: payloads, and the passwords in them, are kept as they came.</summary>
public static class PrivateFolder
{
    /// <summary>
    /// Makes a folder that only this process's user may enter; parents are made as usual. One that is there stays as it
    /// is: who made it decided. On Windows it has what its parent passes on.
    /// </summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
