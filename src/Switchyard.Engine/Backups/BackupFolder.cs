using System.Globalization;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Backups;

/// <summary>The node's folder of backups: <c>switchyard-20300102T120000Z.db</c>.</summary>
internal sealed class BackupFolder(string folder, IMaintenanceStore store, IAuditStore audit, TimeProvider clock)
    : IBackups,
        IDisposable
{
    private const string Pattern = "switchyard-*.db";

    private readonly SemaphoreSlim making = new(1);

    /// <inheritdoc/>
    public async ValueTask<(BackupAnswer Answer, BackupInfo? Backup)> CreateAsync(
        Actor by,
        CancellationToken cancellation
    )
    {
        if (!await making.WaitAsync(TimeSpan.Zero, cancellation))
        {
            return (BackupAnswer.Busy, null);
        }

        try
        {
            var file = NewFile();
            if (!await store.BackUpAsync(file.FullName, cancellation))
            {
                return (BackupAnswer.Elsewhere, null);
            }

            await audit.AppendAsync(by.Does(AuditActions.BackupCreate, Target(file.Name)), CancellationToken.None);
            file.Refresh();
            return (BackupAnswer.Made, Describe(file));
        }
        finally
        {
            making.Release();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<BackupInfo> List() => [.. Files().Select(Describe).OrderByDescending(backup => backup.Name)];

    /// <inheritdoc/>
    public async ValueTask<Stream?> OpenAsync(string name, Actor by, CancellationToken cancellation)
    {
        if (Find(name) is not { } file)
        {
            return null;
        }

        // It holds all payloads, and the hashes of all keys: who takes it away is of interest.
        await audit.AppendAsync(by.Does(AuditActions.BackupRead, Target(name)), cancellation);
        try
        {
            return file.Open(FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(string name, Actor by, CancellationToken cancellation)
    {
        if (Find(name) is not { } file)
        {
            return false;
        }

        await audit.AppendAsync(by.Does(AuditActions.BackupDelete, Target(name)), cancellation);
        file.Delete();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => making.Dispose();

    private static string Target(string name) => $"backup {name}";

    private static BackupInfo Describe(FileInfo file) =>
        new(file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));

    /// <summary>A name is looked for among those that are there: it cannot lead out of the folder.</summary>
    private FileInfo? Find(string name) => Files().FirstOrDefault(file => file.Name == name);

    private FileInfo[] Files() => Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles(Pattern) : [];

    private FileInfo NewFile()
    {
        try
        {
            PrivateFolder.Create(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"The folder of backups cannot be made: {fault.Message}", fault);
        }

        var time = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        for (var n = 1; ; n++)
        {
            var file = new FileInfo(Path.Combine(folder, $"switchyard-{time}{(n == 1 ? "" : $"-{n}")}.db"));
            if (!file.Exists)
            {
                return file;
            }
        }
    }
}
