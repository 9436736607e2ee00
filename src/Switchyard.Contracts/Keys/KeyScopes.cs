namespace Switchyard.Contracts.Keys;

/// <summary>The words for what a key may do.</summary>
public static class KeyScopes
{
    /// <summary>See jobs, workers and counts.</summary>
    public const string Read = "read";

    /// <summary>Submit jobs, and read and cancel its own.</summary>
    public const string Submit = "submit";

    /// <summary>Connect as a worker.</summary>
    public const string Work = "work";

    /// <summary>Define jobs that run commands.</summary>
    public const string Exec = "exec";

    /// <summary>Read metrics.</summary>
    public const string Metrics = "metrics";

    /// <summary>All of the above, and keys, and everybody's jobs.</summary>
    public const string Admin = "admin";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Submit, Work, Exec, Metrics, Admin];
}
