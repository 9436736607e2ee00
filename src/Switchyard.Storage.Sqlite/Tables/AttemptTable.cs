using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Time;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Attempts that failed or were lost.</summary>
internal sealed class AttemptTable(Connection database)
{
    private readonly Statement _insert = database.Prepare("INSERT INTO attempt VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    private readonly Statement _list = database.Prepare(
        "SELECT number, worker, started, ended, reason, error FROM attempt WHERE job = ?1 ORDER BY number"
    );
    private readonly Statement _delete = database.Prepare("DELETE FROM attempt WHERE job = ?1");
    private readonly Statement _last = database.Prepare(
        "SELECT number FROM attempt WHERE job = ?1 ORDER BY number DESC LIMIT 1"
    );

    public void Insert(in LeaseRow lease, FailureReason reason, long ended, string? error) =>
        _insert
            .Bind(1, lease.Id)
            .Bind(2, lease.Tally.Attempt)
            .Bind(3, (int)reason)
            .Bind(4, lease.Started)
            .Bind(5, ended)
            .Bind(6, lease.Worker)
            .Bind(7, error)
            .Run();

    public List<JobAttempt> List(long job)
    {
        var attempts = new List<JobAttempt>();
        _list.Bind(1, job);
        while (_list.Step())
        {
            attempts.Add(
                new JobAttempt(
                    _list.Int32(0),
                    _list.Text(1),
                    Micros.ToTime(_list.Int64(2)),
                    Micros.ToTime(_list.Int64(3)),
                    (FailureReason)_list.Int32(4),
                    _list.TextOrNull(5)
                )
            );
        }

        return attempts;
    }

    /// <summary>The number of the last attempt that failed or was lost; null when none was.</summary>
    public long? Last(long job) => _last.Bind(1, job).Number();

    public void Delete(long job) => _delete.Bind(1, job).Run();
}
