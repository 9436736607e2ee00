using Npgsql;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Rounds.Parts;

/// <summary>Reads what is known of the calls under idempotency keys, and answers all submissions.</summary>
internal sealed class CallPart(List<Submission> submissions, SubmissionPlan plan, RunPart? runs) : IRoundPart
{
    private readonly KnownCall[] _calls = new KnownCall[plan.Calls.Count];

    public NpgsqlBatchCommand Ask(in RoundKey round) =>
        SqlCall
            .Of("SELECT ord, is_new, first, fingerprint, salts FROM read_calls($1, $2, $3, $4, $5)", round)
            .With(plan.Calls.Select(call => call.Idempotency.Owner).ToArray())
            .With(plan.Calls.Select(call => StoredText.Of(call.Idempotency.Key)).ToArray())
            .With(plan.Calls.Select(call => call.Offset).ToArray());

    public NpgsqlBatchCommand AskAgain(in RoundKey round) => Ask(round);

    public async Task ReadAsync(NpgsqlDataReader rows)
    {
        while (await rows.ReadAsync())
        {
            _calls[rows.GetInt64(0) - 1] = new KnownCall(
                rows.GetBoolean(1),
                rows.GetInt64(2),
                await rows.GetFieldValueAsync<byte[]>(3),
                await rows.IsDBNullAsync(4) ? null : await rows.GetFieldValueAsync<long[]>(4)
            );
        }
    }

    /// <summary>The answers, in the order of the submissions, and the transitions of the jobs that were stored.</summary>
    public SubmissionResult[] Answer(BeginPart begin, List<Transition> transitions)
    {
        var results = new SubmissionResult[submissions.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var (offset, call) = plan.Places[i];
            if (call > 0 && (offset < 0 || !_calls[call - 1].IsNew))
            {
                results[i] = Repeat(submissions[i], call);
                continue;
            }

            var first = begin.FirstJob + offset;
            results[i] =
                call < 0 ? runs!.Answer(-call - 1) : new SubmissionResult(SubmissionAnswer.Stored, first, null);
            if (results[i].Answer != SubmissionAnswer.Stored)
            {
                continue;
            }

            for (var n = 0; n < submissions[i].Jobs.Count; n++)
            {
                transitions.Add(Made(first + n, submissions[i].Jobs[n], begin.At));
            }
        }

        return results;
    }

    private SubmissionResult Repeat(Submission submission, int call)
    {
        var known = _calls[call - 1];
        // When the first call of this very round is the one that is repeated, its salts are those that came with it.
        var (_, offset, jobs) = plan.Calls[call - 1];
        var salts = known.IsNew ? [.. plan.Jobs.GetRange(offset, jobs).Select(entry => entry.Job.Salt)] : known.Salts;
        return salts is not null && submission.Idempotency!.Fingerprint.Span.SequenceEqual(known.Fingerprint)
            ? new SubmissionResult(SubmissionAnswer.Repeated, known.First, salts)
            : new SubmissionResult(SubmissionAnswer.Conflict, 0, null);
    }

    private static Transition Made(long id, NewJob job, long at)
    {
        var delay = Micros.From(job.Delay);
        var state =
            job.Draft ? JobState.Draft
            : delay > 0 ? JobState.Scheduled
            : JobState.Pending;
        DateTimeOffset? due = state == JobState.Scheduled ? Micros.ToTime(Micros.After(at, delay)) : null;
        return new Transition(id, job.Lane.Id, null, state, FailureReason.None, 0, 0, null, due);
    }
}
