namespace Switchyard.Engine.Backups;

/// <summary>The answers to the wish for a backup.</summary>
public enum BackupAnswer
{
    /// <summary>It is made and durable.</summary>
    Made,

    /// <summary>Another is being made.</summary>
    Busy,

    /// <summary>The store is backed up by tools of its own.</summary>
    Elsewhere,
}
