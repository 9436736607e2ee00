using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>The last numbers given out: the rows of the counter table under lane 0.</summary>
internal sealed class MetaTable(Connection database)
{
    private readonly Statement _read = database.Prepare("SELECT n FROM counter WHERE lane = 0 ORDER BY state");
    private readonly Statement _write = database.Prepare(
        "INSERT OR REPLACE INTO counter VALUES (0, 1, ?1), (0, 2, ?2), (0, 3, ?3), (0, 4, ?4), (0, 5, ?5)"
    );

    public MetaRow Read() =>
        _read.Numbers() is [var round, var job, var token, var time, var node]
            ? new MetaRow(round, job, token, time, node)
            : throw new InvalidOperationException("The last numbers given out are not all there.");

    public void Write(in MetaRow row) =>
        _write.Bind(1, row.Round).Bind(2, row.Job).Bind(3, row.Token).Bind(4, row.Time).Bind(5, row.Node).Run();
}
