using Npgsql;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Rounds.Parts;

/// <summary>What time moves.</summary>
/// <param name="limit">Jobs at most.</param>
/// <param name="low">No lease is over by then.</param>
/// <param name="transitions">Gets what it did.</param>
internal sealed class SweepPart(int limit, long low, List<Transition> transitions) : IRoundPart
{
    /// <summary>Whether there may be more that is due.</summary>
    public bool IsFull { get; private set; }

    public NpgsqlBatchCommand Ask(in RoundKey round) =>
        SqlCall.Of($"SELECT {Move.Columns} FROM sweep($1, $2, $3, $4)", round).With(limit).With(low);

    public NpgsqlBatchCommand AskAgain(in RoundKey round) => Move.Kept(round, RoundParts.Sweep);

    public async Task ReadAsync(NpgsqlDataReader rows)
    {
        var moves = await Move.ReadAllAsync(rows);
        transitions.AddRange(moves.Select(move => move.Transition!.Value));
        IsFull = moves.Count >= limit;
    }
}
