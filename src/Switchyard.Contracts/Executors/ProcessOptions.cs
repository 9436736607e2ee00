namespace Switchyard.Contracts.Executors;

/// <summary>Where a command runs, and among which variables.</summary>
public sealed record ProcessOptions
{
    /// <summary>Variables with this beginning are the worker's to set.</summary>
    public const string ReservedPrefix = "SWITCHYARD_";

    private const int MaxVariables = 256;
    private const int MaxValue = 32 * 1024;

    /// <summary>An absolute path; null for the worker's own choice.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Added to the few variables that every run has; at most 256, with values of at most 32 KiB.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    internal static ProcessOptions Read(OptionsReader options)
    {
        var folder = options.Optional("working_directory", OptionsReader.MaxPath);
        if (folder is not null && !folder.StartsWith('/'))
        {
            options.Refuse("working_directory", "must be an absolute path");
        }

        var environment = options.Map("environment", MaxVariables, MaxValue);
        foreach (var name in environment.Keys)
        {
            if (!IsName(name))
            {
                options.Refuse($"environment.{name}", "must be named by letters, digits and underscores");
            }
            else if (name.StartsWith(ReservedPrefix, StringComparison.Ordinal))
            {
                options.Refuse($"environment.{name}", $"must not begin with {ReservedPrefix}");
            }
        }

        return new ProcessOptions { WorkingDirectory = folder, Environment = environment };
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 128
        && !char.IsAsciiDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
