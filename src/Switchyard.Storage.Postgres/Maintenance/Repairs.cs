using Dapper;
using Npgsql;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Reading;

namespace Switchyard.Storage.Postgres.Maintenance;

/// <summary>
/// Repairs what no transition leaves, inside a transaction. Counts stay as they are, for what was counted of such a job
/// is unknown: the recount mends them.
/// </summary>
internal static class Repairs
{
    /// <summary>Looks at jobs again and repairs those that need it.</summary>
    public static async Task<(List<string> Lines, List<Transition> Transitions)> RunAsync(
        NpgsqlConnection connection,
        IReadOnlyList<long> ids
    )
    {
        var (lines, transitions) = (new List<string>(), new List<Transition>());
        foreach (var id in ids)
        {
            if (await FindAsync(connection, id) is { } job)
            {
                await RepairAsync(connection, job, lines, transitions);
            }
            else
            {
                await RemoveOrphansAsync(connection, id, lines);
            }
        }

        return (lines, transitions);
    }

    private static async Task RepairAsync(
        NpgsqlConnection connection,
        SurveyedJob job,
        List<string> lines,
        List<Transition> transitions
    )
    {
        var states = job.States();
        if (states.Count != 1)
        {
            var (from, to) = await MakeOneAsync(connection, job, states);
            var was = states.Count == 0 ? "in no state" : string.Join(" and ", states);
            lines.Add($"Job {job.Id}: was {was}, is {to}.");
            transitions.Add(
                new Transition(job.Id, job.Lane, from, to, FailureReason.None, job.LastAttempt, 0, null, null)
            );
        }

        if (job.Expires is { } at && !job.WillExpire && !(states is [var only, ..] && only.IsFinished()))
        {
            await connection.ExecuteAsync("INSERT INTO expiry VALUES (@at, @Id)", new { at, job.Id });
            lines.Add($"Job {job.Id}: nothing would have ended its time to live.");
        }
    }

    // Of several the first counts, the latest; of none the job becomes pending.
    private static async Task<(JobState? From, JobState To)> MakeOneAsync(
        NpgsqlConnection connection,
        SurveyedJob job,
        List<JobState> states
    )
    {
        if (states is not [var kept, .. var dropped])
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO ready (route, prio, id, lane, attempt, spent, lapses, checkpoint)
                VALUES (@Route, @Prio, @Id, @Lane, @LastAttempt, 0, 0, false)
                """,
                job
            );
            return (null, JobState.Pending);
        }

        foreach (var state in dropped)
        {
            var table = state switch
            {
                JobState.Running => "lease WHERE id = @Id",
                JobState.Draft or JobState.Paused => "held WHERE id = @Id",
                JobState.Scheduled => "later WHERE id = @Id",
                _ => "ready WHERE route = @Route AND prio = @Prio AND id = @Id",
            };
            await connection.ExecuteAsync($"DELETE FROM {table}", job);
        }

        return (dropped[0], kept);
    }

    private static async Task RemoveOrphansAsync(NpgsqlConnection connection, long id, List<string> lines)
    {
        foreach (var (table, key) in Survey.OfOneJob)
        {
            if (await connection.ExecuteAsync($"DELETE FROM {table} WHERE {key} = @id", new { id }) > 0)
            {
                lines.Add($"Job {id}: is not there, but was in {table}.");
            }
        }
    }

    private static Task<SurveyedJob?> FindAsync(NpgsqlConnection connection, long id) =>
        connection.QuerySingleOrDefaultAsync<SurveyedJob>(
            $"""
            SELECT j.id, j.lane, n.route, j.prio, expires(j.created, j.renewed, j.ttl) AS Expires,
              EXISTS (
                SELECT 1 FROM expiry e WHERE e.at = expires(j.created, j.renewed, j.ttl) AND e.id = j.id
              ) AS WillExpire,
              coalesce((SELECT max(number) FROM attempt a WHERE a.job = j.id), 0) AS LastAttempt,
              o.state AS Outcome, l.id IS NOT NULL AS Running, h.state AS Held, t.id IS NOT NULL AS Scheduled,
              r.id IS NOT NULL AS Pending
            FROM job j {JobReadRow.Joins}
            WHERE j.id = @id
            """,
            new { id }
        );
}
