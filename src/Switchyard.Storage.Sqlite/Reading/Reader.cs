using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Maintenance;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Tables;

namespace Switchyard.Storage.Sqlite.Reading;

/// <summary>A connection that reads; each read sees one committed state.</summary>
internal sealed class Reader : IDisposable
{
    private readonly Connection _database;
    private readonly Statement _begin;
    private readonly Statement _end;

    public Reader(Connection database, LaneCache lanes)
    {
        _database = database;
        _begin = database.Prepare("BEGIN");
        _end = database.Prepare("COMMIT");
        Tables = new StoreTables(database);
        Snapshots = new Snapshots(Tables, lanes);
        Lists = new JobLists(database, Tables, Snapshots, lanes);
        Survey = new Survey(database, Tables, lanes);
    }

    public StoreTables Tables { get; }

    public Snapshots Snapshots { get; }

    public JobLists Lists { get; }

    public Survey Survey { get; }

    public T Read<T>(Func<Reader, T> read)
    {
        try
        {
            _begin.Run();
            var result = read(this);
            _end.Run();
            return result;
        }
        catch
        {
            _database.Recover();
            throw;
        }
    }

    public void Dispose() => _database.Dispose();
}
