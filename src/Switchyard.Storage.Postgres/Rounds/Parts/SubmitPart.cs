using Npgsql;
using Switchyard.Engine.Jobs;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Rounds.Parts;

/// <summary>New jobs, those of all submissions as one set. What is stored of it is <see cref="CallPart"/>'s and <see cref="RunPart"/>'s to say.</summary>
internal sealed class SubmitPart(SubmissionPlan plan) : IRoundPart
{
    public NpgsqlBatchCommand Ask(in RoundKey round)
    {
        var jobs = plan.Jobs;
        var calls = plan.Calls;
        return SqlCall
            .Of(
                "SELECT submit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "
                    + "$21, $22, $23, $24, $25, $26, $27)",
                round
            )
            .With(Of(entry => entry.Offset))
            .With(Of(entry => entry.Call < 0 ? calls.Count - entry.Call : entry.Call))
            .With(Of(entry => entry.Job.Lane.Id))
            .With(Of(entry => entry.Job.Lane.Route.Id))
            .With(Of(entry => (short)entry.Job.Priority))
            .With(Of(entry => entry.Job.Draft))
            .With(Of(entry => Micros.From(entry.Job.Delay)))
            .With(Of(entry => entry.Job.Salt))
            .With(Of(entry => Micros.From(entry.Job.TimeToLive)))
            .With(Of(entry => Micros.From(entry.Job.RunTimeout)))
            .With(Of(entry => entry.Job.Retry.MaxAttempts))
            .With(Of(entry => Micros.From(entry.Job.Retry.Backoff)))
            .With(Of(entry => Micros.From(entry.Job.Retry.MaxBackoff)))
            .With(Of(entry => entry.Job.MaxLapses))
            .With(Of(entry => StoredText.Of(entry.Job.CallbackUrl)))
            .With(Of(entry => StoredText.Of(entry.Job.TraceParent)))
            .With(Of(entry => entry.Job.Payload.BlobId))
            .WithBytes(Of(entry => entry.Job.Metadata))
            .WithBytes(Of(entry => entry.Job.Payload.Inline))
            .With(calls.Select(call => call.Idempotency.Owner).ToArray())
            .With(calls.Select(call => StoredText.Of(call.Idempotency.Key)).ToArray())
            .WithBytes([.. calls.Select(call => call.Idempotency.Fingerprint)])
            .With(calls.Select(call => call.Offset).ToArray())
            .With(calls.Select(call => call.Jobs).ToArray())
            .With(plan.Runs.Select(run => run.Offset).ToArray());

        T[] Of<T>(Func<(int Offset, int Call, NewJob Job), T> column)
        {
            var values = new T[jobs.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = column(jobs[i]);
            }

            return values;
        }
    }

    public NpgsqlBatchCommand AskAgain(in RoundKey round) => new("SELECT");

    public Task ReadAsync(NpgsqlDataReader rows) => Task.CompletedTask;
}
