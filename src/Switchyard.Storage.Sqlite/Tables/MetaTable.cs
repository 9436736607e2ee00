using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>The one row that says which numbers have been given out.</summary>
internal sealed class MetaTable(Connection database)
{
    private readonly Statement _read = database.Prepare("SELECT round, job, token, time, node FROM meta");
    private readonly Statement _write = database.Prepare(
        "UPDATE meta SET round = ?1, job = ?2, token = ?3, time = ?4, node = ?5 WHERE one = 1"
    );
    private readonly Statement _probe = database.Prepare("UPDATE meta SET probe = probe + 1 WHERE one = 1");

    public MetaRow Read()
    {
        if (!_read.Step())
        {
            throw new InvalidOperationException("The meta table is empty.");
        }

        var row = new MetaRow(_read.Int64(0), _read.Int64(1), _read.Int64(2), _read.Int64(3), _read.Int64(4));
        _read.Reset();
        return row;
    }

    public void Write(in MetaRow row) =>
        _write.Bind(1, row.Round).Bind(2, row.Job).Bind(3, row.Token).Bind(4, row.Time).Bind(5, row.Node).Run();

    /// <summary>Writes something of no meaning.</summary>
    public void Probe() => _probe.Run();
}
