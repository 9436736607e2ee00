namespace Switchyard.Testing;

/// <summary>A folder of its own for one test, deleted with all that is in it.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>The folder's full path; it exists.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("switchyard-").FullName;

    /// <summary>The full path of a file or folder in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A process just killed may still be writing; what is left lies in the system's temporary folder.
        }
    }
}
