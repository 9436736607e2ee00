using Switchyard.Engine.Storage;

namespace Switchyard.Engine;

/// <summary>How the engine behaves; validated before it gets here.</summary>
public sealed record EngineOptions
{
    /// <summary>How long a lease lasts unless renewed, 1 s to 1 h.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long finished jobs and the audit are kept.</summary>
    public Retention Retention { get; init; } =
        new(TimeSpan.FromDays(7), TimeSpan.FromDays(30), TimeSpan.FromDays(7), TimeSpan.FromDays(365));

    /// <summary>Unfinished jobs in all before submits are refused.</summary>
    public long MaxUnfinished { get; init; } = 50_000_000;

    /// <summary>Groups of types that are one capability: a worker that declares one of a group does all of it.</summary>
    public IReadOnlyList<IReadOnlyList<string>> TypeAliases { get; init; } = [];

    /// <summary>Types whose jobs run commands: to make one needs the scope exec, by whatever door.</summary>
    public IReadOnlyList<string> ExecTypes { get; init; } = [];

    /// <summary>Those of them that may be made at all.</summary>
    public IReadOnlyList<string> EnabledExecTypes { get; init; } = [];

    /// <summary>
    /// Bytes of log kept a job: half of them for the first attempt, half of what is left for each further one. What comes
    /// after is dropped, with a line that says so.
    /// </summary>
    public int MaxLogBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Where backups are put; made when the first one is.</summary>
    public string BackupFolder { get; init; } = "backups";

    /// <summary>How long stopping may take before what is still held is given back.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
