using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Time;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Jobs as they were submitted.</summary>
internal sealed class JobTable(Connection database)
{
    private readonly Statement _insert = database.Prepare(
        """
        INSERT INTO job (id, lane, prio, created, salt, delay, ttl, run_timeout, max_attempts, backoff, max_backoff,
          max_lapses, callback, payload_blob, metadata, payload, trace)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        """
    );
    private readonly Statement _find = database.Prepare(
        """
        SELECT lane, prio, created, salt, delay, ttl, renewed, run_timeout, max_attempts, backoff, max_backoff,
          max_lapses, callback, payload_blob
        FROM job WHERE id = ?1
        """
    );
    private readonly Statement _lease = database.Prepare(
        """
        SELECT lane, created, salt, ttl, renewed, run_timeout, callback IS NOT NULL, payload_blob, metadata, payload,
          trace
        FROM job WHERE id = ?1
        """
    );
    private readonly Statement _content = database.Prepare(
        "SELECT payload_blob, metadata, payload FROM job WHERE id = ?1"
    );
    private readonly Statement _salts = database.Prepare(
        "SELECT salt FROM job WHERE id >= ?1 AND id < ?1 + ?2 ORDER BY id"
    );
    private readonly Statement _renew = database.Prepare("UPDATE job SET renewed = ?2 WHERE id = ?1");
    private readonly Statement _delete = database.Prepare("DELETE FROM job WHERE id = ?1");
    private readonly Statement _after = database.Prepare("SELECT id FROM job WHERE id > ?1 ORDER BY id LIMIT ?2");
    private readonly Statement _last = database.Prepare("SELECT max(id) FROM job");
    private readonly Statement _created = database.Prepare(
        "SELECT id, created FROM job WHERE id >= ?1 ORDER BY id LIMIT 1"
    );

    public void Insert(long id, NewJob job, long now)
    {
        _insert.Bind(1, id).Bind(2, job.Lane.Id).Bind(3, job.Priority).Bind(4, now).Bind(5, job.Salt);
        _insert
            .Bind(6, Micros.From(job.Delay))
            .Bind(7, Micros.From(job.TimeToLive))
            .Bind(8, Micros.From(job.RunTimeout));
        _insert.Bind(9, job.Retry.MaxAttempts);
        _insert.Bind(10, Micros.From(job.Retry.Backoff)).Bind(11, Micros.From(job.Retry.MaxBackoff));
        _insert.Bind(12, job.MaxLapses).Bind(13, job.CallbackUrl).Bind(14, job.Payload.BlobId);
        _insert.Bind(15, job.Metadata.Span).Bind(16, job.Payload.Inline.Span).Bind(17, job.TraceParent);
        _insert.Run();
    }

    public JobRow? Find(long id)
    {
        if (!_find.Bind(1, id).Step())
        {
            return null;
        }

        var row = new JobRow
        {
            Id = id,
            Lane = _find.Int32(0),
            Priority = _find.Int32(1),
            Created = _find.Int64(2),
            Salt = _find.Int64(3),
            Delay = _find.Int64(4),
            TimeToLive = _find.Int64OrNull(5),
            Renewed = _find.Int64OrNull(6),
            RunTimeout = _find.Int64OrNull(7),
            Retry = new RetryPolicy(_find.Int32(8), Micros.ToSpan(_find.Int64(9)), Micros.ToSpan(_find.Int64(10))),
            MaxLapses = _find.Int32(11),
            Callback = _find.TextOrNull(12),
            PayloadBlob = _find.Int64(13),
        };
        _find.Reset();
        return row;
    }

    /// <summary>What a claim needs of a job.</summary>
    public JobToLease? FindToLease(long id)
    {
        if (!_lease.Bind(1, id).Step())
        {
            return null;
        }

        var created = _lease.Int64(1);
        var row = new JobToLease(
            _lease.Int32(0),
            created,
            _lease.Int64(2),
            _lease.Int64OrNull(3) is { } span ? Micros.After(_lease.Int64OrNull(4) ?? created, span) : null,
            _lease.Int64OrNull(5),
            _lease.Flag(6),
            new Content(_lease.Copy(9), _lease.Int64(7)),
            _lease.Copy(8),
            _lease.TextOrNull(10)
        );
        _lease.Reset();
        return row;
    }

    public JobContent? FindContent(long id)
    {
        if (!_content.Bind(1, id).Step())
        {
            return null;
        }

        var content = new JobContent(new Content(_content.Copy(2), _content.Int64(0)), _content.Copy(1));
        _content.Reset();
        return content;
    }

    /// <summary>The salts of consecutive jobs; fewer than asked for when some are gone.</summary>
    public List<long> Salts(long first, int jobs)
    {
        var salts = new List<long>(jobs);
        _salts.Bind(1, first).Bind(2, jobs);
        while (_salts.Step())
        {
            salts.Add(_salts.Int64(0));
        }

        return salts;
    }

    /// <summary>Ids behind the given one, in order.</summary>
    public List<long> After(long id, int limit)
    {
        var ids = new List<long>();
        _after.Bind(1, id).Bind(2, limit);
        while (_after.Step())
        {
            ids.Add(_after.Int64(0));
        }

        return ids;
    }

    /// <summary>
    /// The first job that was made at this time or later; behind the last one when there is none. The clock never goes
    /// back, so ids and times rise together, and some twenty seeks find it.
    /// </summary>
    public long FirstFrom(long time)
    {
        var (low, high) = (1L, (_last.Number() ?? 0) + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var (id, created) = AtOrBehind(middle);
            if (created >= time)
            {
                high = middle;
            }
            else
            {
                low = id + 1;
            }
        }

        return low;
    }

    public void Renew(long id, long now) => _renew.Bind(1, id).Bind(2, now).Run();

    public void Delete(long id) => _delete.Bind(1, id).Run();

    private (long Id, long Created) AtOrBehind(long id)
    {
        _created.Bind(1, id).Step();
        var row = (_created.Int64(0), _created.Int64(1));
        _created.Reset();
        return row;
    }
}
