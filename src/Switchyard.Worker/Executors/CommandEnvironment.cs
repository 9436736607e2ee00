using System.Globalization;
using Switchyard.Contracts.Executors;

namespace Switchyard.Worker.Executors;

/// <summary>The variables of a run: a few that every program expects, its own, and what it is. Nothing of the worker's.</summary>
internal static class CommandEnvironment
{
    private const string Path = "PATH";
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public static Dictionary<string, string> Of(Run run, ProcessOptions process)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Path] = DefaultPath,
            ["HOME"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
                ? home
                : "/",
            ["LANG"] = "C.UTF-8",
        };
        foreach (var (name, value) in process.Environment)
        {
            variables[name] = value;
        }

        variables["SWITCHYARD_RUN_ID"] = Text(run.Job);
        variables["SWITCHYARD_ATTEMPT"] = Text(run.Attempt);
        if (run.Task is { } task)
        {
            variables["SWITCHYARD_TASK_ID"] = Text(task);
        }

        return variables;
    }

    /// <summary>The path of a program, looked for in the run's own PATH; null when it is not there.</summary>
    public static string? Find(string program, IReadOnlyDictionary<string, string> variables, string folder) =>
        program.Contains('/', StringComparison.Ordinal)
            ? Existing(System.IO.Path.Combine(folder, program))
            : variables[Path]
                .Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(place => Existing(System.IO.Path.Combine(folder, place, program)))
                .FirstOrDefault(found => found is not null);

    private static string? Existing(string path) => File.Exists(path) ? path : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
