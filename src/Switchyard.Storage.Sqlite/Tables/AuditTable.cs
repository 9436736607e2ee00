using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Time;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Who did what.</summary>
internal sealed class AuditTable(Connection database)
{
    private readonly Statement _insert = database.Prepare(
        """
        INSERT INTO audit (at, key, name, door, address, action, target, detail)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """
    );
    private readonly Statement _before = database.Prepare(
        """
        SELECT id, at, key, name, door, address, action, target, detail FROM audit WHERE id < ?1 ORDER BY id DESC
        """
    );

    // The oldest come first, so the first that is kept ends the batch.
    private readonly Statement _trim = database.Prepare(
        """
        DELETE FROM audit WHERE id IN (SELECT id FROM (SELECT id, at FROM audit ORDER BY id LIMIT ?2) WHERE at < ?1)
        """
    );

    public void Insert(long now, AuditEntry entry)
    {
        _insert.Bind(1, now).Bind(2, entry.KeyId).Bind(3, entry.KeyName).Bind(4, (long?)entry.Door);
        _insert.Bind(5, entry.Address).Bind(6, entry.Action).Bind(7, entry.Target).Bind(8, entry.Detail).Run();
    }

    public AuditPage List(AuditQuery query)
    {
        var records = new List<AuditRecord>();
        _before.Bind(1, query.Before ?? long.MaxValue);
        for (var scanned = 0; _before.Step(); scanned++)
        {
            if (scanned == query.ScanLimit || records.Count == query.Limit)
            {
                var next = _before.Int64(0) + 1;
                _before.Reset();
                return new AuditPage(records, next);
            }

            if (
                (query.KeyId ?? _before.Int64(2)) == _before.Int64(2)
                && (query.Action is null || query.Action == _before.Text(6))
                && (query.Target is null || query.Target == _before.Text(7))
            )
            {
                records.Add(Read());
            }
        }

        return new AuditPage(records, null);
    }

    /// <summary>Deletes the oldest records, of those older than this.</summary>
    public void Trim(long before, int limit) => _trim.Bind(1, before).Bind(2, limit).Run();

    private AuditRecord Read() =>
        new(
            _before.Int64(0),
            Micros.ToTime(_before.Int64(1)),
            new AuditEntry(
                _before.Int64(2),
                _before.Text(3),
                (Dialect?)_before.Int64OrNull(4),
                _before.TextOrNull(5),
                _before.Text(6),
                _before.Text(7),
                _before.TextOrNull(8)
            )
        );
}
