using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Rounds;

/// <summary>
/// The submissions of a round laid out in one run of ids. A second call in the round under an idempotency key is never
/// stored, whatever becomes of the first: it takes no place, and is answered from what is known after the first.
/// </summary>
internal sealed class SubmissionPlan
{
    public SubmissionPlan(List<Submission> submissions)
    {
        var known = new Dictionary<(long, string), int>();
        var offset = 0;
        Places = new (int, int)[submissions.Count];
        for (var i = 0; i < submissions.Count; i++)
        {
            var (jobs, idempotency) = (submissions[i].Jobs, submissions[i].Idempotency);
            var call = 0;
            if (submissions[i].Run is { } run)
            {
                Runs.Add((run, offset, jobs[0].Draft));
                call = -Runs.Count;
            }
            else if (idempotency is not null)
            {
                if (known.TryGetValue((idempotency.Owner, idempotency.Key), out var first))
                {
                    Places[i] = (-1, first);
                    continue;
                }

                Calls.Add((idempotency, offset, jobs.Count));
                known.Add((idempotency.Owner, idempotency.Key), call = Calls.Count);
            }

            Places[i] = (offset, call);
            foreach (var job in jobs)
            {
                Jobs.Add((offset++, call, job));
            }
        }
    }

    /// <summary>
    /// All jobs that may be stored: their place in the run of ids, the number of their call from 1, or of their run from -1
    /// down, or 0, and themselves.
    /// </summary>
    public List<(int Offset, int Call, NewJob Job)> Jobs { get; } = [];

    /// <summary>The calls under idempotency keys, each key once.</summary>
    public List<(Idempotency Idempotency, int Offset, int Jobs)> Calls { get; } = [];

    /// <summary>Runs of schedules, and the places of their jobs.</summary>
    public List<(NewRun Run, int Offset, bool Draft)> Runs { get; } = [];

    /// <summary>Of each submission: the place of its first job, -1 for none, and the number of its call or run.</summary>
    public (int Offset, int Call)[] Places { get; }
}
