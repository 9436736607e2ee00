namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>What the attempts of an unfinished job have come to; goes along with it from table to table.</summary>
/// <param name="Attempt">Attempts begun.</param>
/// <param name="Spent">Attempts that failed, of the most that may.</param>
/// <param name="Lapses">Leases that lapsed in a row without a report.</param>
/// <param name="Checkpoint">Whether a paused attempt left something for the next one.</param>
internal readonly record struct Tally(int Attempt, int Spent, int Lapses, bool Checkpoint)
{
    /// <summary>Reads four columns from the given one on.</summary>
    public static Tally Read(Native.Statement row, int column) =>
        new(row.Int32(column), row.Int32(column + 1), row.Int32(column + 2), row.Flag(column + 3));

    /// <summary>Binds four parameters from the given one on.</summary>
    public void Bind(Native.Statement statement, int index) =>
        statement
            .Bind(index, Attempt)
            .Bind(index + 1, Spent)
            .Bind(index + 2, Lapses)
            .Bind(index + 3, Checkpoint ? 1 : 0);
}
