using Switchyard.Worker.Processes;

namespace Switchyard.Worker.Executors;

/// <summary>Where commands may run.</summary>
/// <param name="roots">Absolute paths; empty for everywhere.</param>
internal sealed class CommandFolder(IReadOnlyList<string> roots)
{
    /// <summary>The folder for a run that asks for one, or for none: then it is the first root, else the worker's own.</summary>
    /// <returns>The folder, or what is wrong with it.</returns>
    public (string? Path, string? Problem) Of(string? asked)
    {
        var wanted = asked ?? (roots.Count > 0 ? roots[0] : Environment.CurrentDirectory);
        // Links and dots resolved: what is compared with the roots must be where it really is.
        if (Libc.RealPath(wanted) is not { } path || !Directory.Exists(path))
        {
            return (null, $"The working directory {wanted} is not there.");
        }

        return roots.Count == 0 || roots.Any(root => IsWithin(path, root))
            ? (path, null)
            : (null, $"The working directory {wanted} is outside the folders that this worker may use.");
    }

    private static bool IsWithin(string path, string root) =>
        Libc.RealPath(root) is { } real
        && (path == real || path.StartsWith(real.TrimEnd('/') + '/', StringComparison.Ordinal));
}
