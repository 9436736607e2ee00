using Npgsql;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Rounds;

/// <summary>An answer to one entry of a round, as the type <c>move</c> of the database has it.</summary>
/// <param name="Index">The entry, from 0.</param>
/// <param name="Answer">What its kind of entry is answered with.</param>
/// <param name="State">The job's state now; null when it is gone.</param>
/// <param name="Transition">The change of state that it made; null for none.</param>
internal readonly record struct Move(int Index, int Answer, JobState? State, Transition? Transition)
{
    public const string Columns = "ord, answer, state, job, lane, was, became, reason, attempt, token, worker, due";

    /// <summary>What a part answered, read from where it is kept.</summary>
    public static NpgsqlBatchCommand Kept(in RoundKey round, int part) =>
        SqlCall
            .Of(
                $"SELECT {Columns} FROM answer a CROSS JOIN unnest(a.moves) WHERE a.node = $1 AND a.serial = $2 AND a.part = $3",
                round
            )
            .With((short)part);

    /// <summary>All rows, in order of their entries.</summary>
    public static async Task<List<Move>> ReadAllAsync(NpgsqlDataReader rows)
    {
        var moves = new List<Move>();
        while (await rows.ReadAsync())
        {
            moves.Add(Read(rows));
        }

        moves.Sort((left, right) => left.Index.CompareTo(right.Index));
        return moves;
    }

    private static Move Read(NpgsqlDataReader row) =>
        new(
            row.GetInt32(0) - 1,
            row.GetInt16(1),
            StateOf(row, 2),
            row.IsDBNull(3)
                ? null
                : new Transition(
                    row.GetInt64(3),
                    row.GetInt32(4),
                    StateOf(row, 5),
                    StateOf(row, 6),
                    (FailureReason)row.GetInt16(7),
                    row.GetInt32(8),
                    row.GetInt64(9),
                    row.IsDBNull(10) ? null : row.GetString(10),
                    row.IsDBNull(11) ? null : Micros.ToTime(row.GetInt64(11))
                )
        );

    private static JobState? StateOf(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : (JobState)row.GetInt16(column);
}
