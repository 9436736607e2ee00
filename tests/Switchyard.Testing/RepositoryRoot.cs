namespace Switchyard.Testing;

/// <summary>Where the sources stand that the running tests were built from.</summary>
public static class RepositoryRoot
{
    /// <summary>The full path of the folder with the solution in it.</summary>
    /// <exception cref="InvalidOperationException">The tests run outside the repository.</exception>
    public static string Path { get; } = Find();

    /// <summary>The full path of a file or folder named from the root.</summary>
    public static string Combine(string relative) => System.IO.Path.Combine(Path, relative);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Switchyard.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Switchyard.slnx stands above {AppContext.BaseDirectory}.");
    }
}
