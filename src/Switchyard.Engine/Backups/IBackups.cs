using Switchyard.Engine.Accounts;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Backups;

/// <summary>Copies of the whole store, made while it is in use, in a folder of the node.</summary>
public interface IBackups
{
    /// <summary>Makes one, one at a time.</summary>
    /// <returns>How it went, and the backup when it was made.</returns>
    /// <exception cref="StorageUnavailableException">The folder cannot be written to, or the disk is full.</exception>
    ValueTask<(BackupAnswer Answer, BackupInfo? Backup)> CreateAsync(Actor by, CancellationToken cancellation);

    /// <summary>All of them, the newest first.</summary>
    IReadOnlyList<BackupInfo> List();

    /// <summary>Opens one to be read; null when there is none of this name.</summary>
    ValueTask<Stream?> OpenAsync(string name, Actor by, CancellationToken cancellation);

    /// <summary>Removes one; false when there is none of this name.</summary>
    ValueTask<bool> DeleteAsync(string name, Actor by, CancellationToken cancellation);
}
