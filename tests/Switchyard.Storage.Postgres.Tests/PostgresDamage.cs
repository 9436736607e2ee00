using Switchyard.Engine.Jobs;
using Switchyard.Storage.Conformance;

namespace Switchyard.Storage.Postgres.Tests;

/// <summary>Damage as rows.</summary>
internal static class PostgresDamage
{
    public static string Sql(Damage damage) =>
        damage switch
        {
            Damage.Stateless stateless => $"""
                DELETE FROM ready WHERE id = {stateless.JobId};
                DELETE FROM later WHERE id = {stateless.JobId};
                DELETE FROM held WHERE id = {stateless.JobId};
                DELETE FROM lease WHERE id = {stateless.JobId};
                DELETE FROM outcome WHERE id = {stateless.JobId};
                """,
            Damage.AlsoIn also => Insert(
                also.State,
                $"(SELECT j.id, j.lane, j.prio, l.route FROM job j JOIN lane l ON l.id = j.lane WHERE j.id = {also.JobId}) s"
            ),
            Damage.Orphan orphan => Insert(
                orphan.State,
                $"(SELECT {orphan.JobId} AS id, id AS lane, 5 AS prio, route FROM lane WHERE id = {orphan.LaneId}) s"
            ),
            Damage.Miscount miscount =>
                $"INSERT INTO counter VALUES ({miscount.LaneId}, {(int)miscount.State}, {miscount.By})",
            _ => throw new ArgumentOutOfRangeException(nameof(damage), damage, "No such damage."),
        };

    private static string Insert(JobState state, string source) =>
        state switch
        {
            JobState.Pending =>
                $"INSERT INTO ready (route, prio, id, lane, attempt, spent, lapses, checkpoint) SELECT route, prio, id, lane, 0, 0, 0, false FROM {source}",
            JobState.Scheduled =>
                $"INSERT INTO later (id, due, lane, attempt, spent, lapses, checkpoint) SELECT id, 9000000000000000, lane, 0, 0, 0, false FROM {source}",
            JobState.Paused =>
                $"INSERT INTO held (id, state, lane, attempt, spent, lapses, checkpoint) SELECT id, 5, lane, 0, 0, 0, false FROM {source}",
            JobState.Running => $"""
                INSERT INTO lease (id, lane, attempt, spent, lapses, checkpoint, token, worker, node, started, until, callback)
                SELECT id, lane, 1, 0, 0, false, 900000, 'planted', 0, 0, 9000000000000000, false FROM {source}
                """,
            JobState.Succeeded => $"""
                INSERT INTO outcome (id, lane, state, reason, attempt, token, finished, result_blob, result)
                SELECT id, lane, 6, 0, 1, 0, 9000000000000000, 0, '' FROM {source}
                """,
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such damage."),
        };
}
