namespace Switchyard.Engine.Accounts;

/// <summary>What a key may do. The numbers are stored: never renumber, only add.</summary>
[Flags]
public enum ApiScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>See jobs, workers and counts.</summary>
    Read = 1,

    /// <summary>Submit jobs, and read and cancel its own.</summary>
    Submit = 2,

    /// <summary>Work: connect as a worker.</summary>
    Work = 4,

    /// <summary>Define jobs that run commands.</summary>
    Exec = 8,

    /// <summary>Read metrics.</summary>
    Metrics = 16,

    /// <summary>All of the above, and keys, and everybody's jobs.</summary>
    Admin = 32,
}
