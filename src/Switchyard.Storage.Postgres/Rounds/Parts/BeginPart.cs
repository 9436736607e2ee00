using Npgsql;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Rounds.Parts;

/// <summary>Begins a round: fences it, reads the clock, numbers it, takes the ids of its jobs.</summary>
/// <param name="epoch">Of the node's row: when it was raised, the round is refused.</param>
/// <param name="previous">The round before, to be forgotten.</param>
/// <param name="clock">The store's.</param>
/// <param name="jobs">How many ids.</param>
internal sealed class BeginPart(int epoch, long previous, StoreClock clock, long jobs) : IRoundPart
{
    private const string Columns = "number, at, clock, first_job";

    public long Number { get; private set; }

    /// <summary>In microseconds.</summary>
    public long At { get; private set; }

    /// <summary>The first of the ids.</summary>
    public long FirstJob { get; private set; }

    /// <summary>Whether the round is there: false only when it is asked for again.</summary>
    public bool IsThere { get; private set; }

    public NpgsqlBatchCommand Ask(in RoundKey round) =>
        new NpgsqlBatchCommand($"SELECT {Columns} FROM begin_round($1, $2, $3, $4, $5, $6, $7, $8)")
            .With(round.Node)
            .With(epoch)
            .With(round.Serial)
            .With(previous)
            .WithNumber(clock.Given)
            .With(clock.Ahead)
            .With(clock.Last)
            .With(jobs);

    public NpgsqlBatchCommand AskAgain(in RoundKey round) =>
        SqlCall.Of($"SELECT {Columns} FROM round WHERE node = $1 AND serial = $2", round);

    public async Task ReadAsync(NpgsqlDataReader rows)
    {
        if (!await rows.ReadAsync())
        {
            return;
        }

        IsThere = true;
        (Number, At, FirstJob) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(3));
        clock.Note(At, rows.GetInt64(2));
    }
}
