using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Finished jobs.</summary>
internal sealed class OutcomeTable(Connection database)
{
    private readonly Statement _insert = database.Prepare(
        "INSERT INTO outcome VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
    );
    private readonly Statement _find = database.Prepare(
        """
        SELECT lane, state, reason, attempt, token, started, finished, worker, error, result_blob, result
        FROM outcome WHERE id = ?1
        """
    );
    private readonly Statement _findBare = database.Prepare(
        """
        SELECT lane, state, reason, attempt, token, started, finished, worker, error, result_blob
        FROM outcome WHERE id = ?1
        """
    );
    private readonly Statement _state = database.Prepare("SELECT state FROM outcome WHERE id = ?1");
    private readonly Statement _delete = database.Prepare("DELETE FROM outcome WHERE id = ?1");
    private readonly Statement _after = database.Prepare(
        "SELECT id, state, finished FROM outcome WHERE id > ?1 ORDER BY id"
    );

    public void Insert(long id, in OutcomeRow row)
    {
        _insert.Bind(1, id).Bind(2, row.Lane).Bind(3, (int)row.State).Bind(4, (int)row.Reason).Bind(5, row.Attempt);
        _insert.Bind(6, row.Token).Bind(7, row.Started).Bind(8, row.Finished).Bind(9, row.Worker).Bind(10, row.Error);
        _insert.Bind(11, row.Result.BlobId).Bind(12, row.Result.Inline.Span).Run();
    }

    /// <summary>The outcome of a job, its result included.</summary>
    public OutcomeRow? Find(long id) => Read(_find, id, withResult: true);

    /// <summary>The same without the bytes of the result, which may be many.</summary>
    public OutcomeRow? FindBare(long id) => Read(_findBare, id, withResult: false);

    /// <summary>How a job ended; null when it has not.</summary>
    public JobState? StateOf(long id) => (JobState?)_state.Bind(1, id).Number();

    public void Delete(long id) => _delete.Bind(1, id).Run();

    /// <summary>Ids, states and ends of the outcomes behind an id, in order, lazily.</summary>
    public IEnumerable<(long Id, JobState State, long Finished)> After(long id)
    {
        _after.Bind(1, id);
        try
        {
            while (_after.Step())
            {
                yield return (_after.Int64(0), (JobState)_after.Int32(1), _after.Int64(2));
            }
        }
        finally
        {
            _after.Reset();
        }
    }

    private static OutcomeRow? Read(Statement statement, long id, bool withResult)
    {
        if (!statement.Bind(1, id).Step())
        {
            return null;
        }

        var row = new OutcomeRow(
            statement.Int32(0),
            (JobState)statement.Int32(1),
            (FailureReason)statement.Int32(2),
            statement.Int32(3),
            statement.Int64(4),
            statement.Int64OrNull(5),
            statement.Int64(6),
            statement.TextOrNull(7),
            statement.TextOrNull(8),
            new Content(withResult ? statement.Copy(10) : default, statement.Int64(9))
        );
        statement.Reset();
        return row;
    }
}
