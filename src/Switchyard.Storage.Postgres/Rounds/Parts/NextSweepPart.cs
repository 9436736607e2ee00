using Npgsql;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Rounds.Parts;

/// <summary>When the next sweep has work: asked after the claims.</summary>
internal sealed class NextSweepPart(SweepPart sweep, BeginPart begin, LeaseLow low) : IRoundPart
{
    private long? _next;

    public DateTimeOffset? Result => sweep.IsFull ? Micros.ToTime(begin.At) : Micros.ToTime(_next);

    public NpgsqlBatchCommand Ask(in RoundKey round) =>
        SqlCall.Of("SELECT next_sweep($1, $2, $3)", round).With(low.Time);

    public NpgsqlBatchCommand AskAgain(in RoundKey round) => Ask(round);

    public async Task ReadAsync(NpgsqlDataReader rows)
    {
        await rows.ReadAsync();
        _next = await rows.GetFieldValueAsync<long?>(0);
        if (!sweep.IsFull)
        {
            low.Note(begin.At, _next);
        }
    }
}
