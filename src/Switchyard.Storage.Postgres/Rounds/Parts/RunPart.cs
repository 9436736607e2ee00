using Npgsql;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Rounds.Parts;

/// <summary>Which of the runs of schedules are made.</summary>
internal sealed class RunPart(SubmissionPlan plan) : IRoundPart
{
    private const string Columns = "ord, answer, job, token";

    private readonly SubmissionResult[] _results = new SubmissionResult[plan.Runs.Count];

    public NpgsqlBatchCommand Ask(in RoundKey round) =>
        SqlCall
            .Of($"SELECT {Columns} FROM make_runs($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", round)
            .With(Of(entry => entry.Run.ScheduleId))
            .With(Of(entry => StoredText.Of(entry.Run.Group)))
            .With(Of(entry => Micros.From(entry.Run.Slot)))
            .With(Of(entry => entry.Run.MaxLive))
            .With(Of(entry => Micros.From(entry.Run.Move?.Slot)))
            .With(Of(entry => Micros.From(entry.Run.Move?.Next)))
            .With(Of(entry => Micros.From(entry.Run.Move?.DueAt)))
            .With(Of(entry => entry.Offset))
            .With(Of(entry => entry.Draft));

    public NpgsqlBatchCommand AskAgain(in RoundKey round) =>
        SqlCall
            .Of(
                $"SELECT {Columns} FROM answer a CROSS JOIN unnest(a.moves) WHERE a.node = $1 AND a.serial = $2 AND a.part = $3",
                round
            )
            .With((short)RoundParts.Runs);

    public async Task ReadAsync(NpgsqlDataReader rows)
    {
        while (await rows.ReadAsync())
        {
            var job = await rows.IsDBNullAsync(2) ? 0 : rows.GetInt64(2);
            _results[rows.GetInt32(0) - 1] = rows.GetInt16(1) switch
            {
                0 => new SubmissionResult(SubmissionAnswer.Stored, job, null),
                1 => new SubmissionResult(SubmissionAnswer.Repeated, job, [rows.GetInt64(3)]),
                2 => new SubmissionResult(SubmissionAnswer.Stale, 0, null),
                _ => new SubmissionResult(SubmissionAnswer.Live, 0, null),
            };
        }
    }

    /// <summary>The answer to a run, by its place in the plan.</summary>
    public SubmissionResult Answer(int place) => _results[place];

    private T[] Of<T>(Func<(NewRun Run, int Offset, bool Draft), T> column) => [.. plan.Runs.Select(column)];
}
