using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Calls that carried an idempotency key.</summary>
internal sealed class IdempotencyTable(Connection database)
{
    private readonly Statement _put = database.Prepare(
        "INSERT OR REPLACE INTO idempotency VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    );
    private readonly Statement _find = database.Prepare(
        "SELECT at, first, jobs, fingerprint FROM idempotency WHERE owner = ?1 AND key = ?2"
    );
    private readonly Statement _trim = database.Prepare(
        """
        DELETE FROM idempotency WHERE (owner, key) IN
          (SELECT owner, key FROM idempotency WHERE at <= ?1 ORDER BY at LIMIT ?2)
        """
    );

    public void Put(Idempotency idempotency, long at, long first, int jobs) =>
        _put.Bind(1, idempotency.Owner)
            .Bind(2, idempotency.Key)
            .Bind(3, at)
            .Bind(4, first)
            .Bind(5, jobs)
            .Bind(6, idempotency.Fingerprint.Span)
            .Run();

    public IdempotencyRow? Find(Idempotency idempotency)
    {
        if (!_find.Bind(1, idempotency.Owner).Bind(2, idempotency.Key).Step())
        {
            return null;
        }

        var row = new IdempotencyRow(_find.Int64(0), _find.Int64(1), _find.Int32(2), _find.Copy(3));
        _find.Reset();
        return row;
    }

    /// <summary>Forgets calls up to a time.</summary>
    public void Trim(long time, int limit) => _trim.Bind(1, time).Bind(2, limit).Run();
}
