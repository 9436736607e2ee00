namespace Switchyard.Engine.Diagnostics;

/// <summary>Whether the engine can do its work.</summary>
public interface IEngineHealth
{
    /// <summary>Really writes to the store and really turns a round; says what failed.</summary>
    ValueTask<EngineHealth> ProbeAsync(CancellationToken cancellation);

    /// <summary>
    /// Whether the process is worth keeping: null while its loop comes round, be it to no avail because the disk is full;
    /// else what is wrong, which only a restart can mend. Within 5 s, in memory alone.
    /// </summary>
    ValueTask<string?> ProbeLifeAsync(CancellationToken cancellation);
}
