using Switchyard.Engine.Jobs;
using Switchyard.Storage.Conformance;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tests;

/// <summary>Damage as rows.</summary>
internal static class SqliteDamage
{
    public static void Plant(string file, Damage damage)
    {
        using var database = Connection.OpenWriter(file);
        database.Execute(Sql(damage));
    }

    private static string Sql(Damage damage) =>
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
                $"(SELECT j.id, j.lane, j.prio, l.route FROM job j JOIN lane l ON l.id = j.lane WHERE j.id = {also.JobId})"
            ),
            Damage.Orphan orphan => Insert(
                orphan.State,
                $"(SELECT {orphan.JobId} AS id, id AS lane, 5 AS prio, route FROM lane WHERE id = {orphan.LaneId})"
            ),
            Damage.Miscount miscount => $"""
                INSERT INTO counter VALUES ({miscount.LaneId}, {(int)miscount.State}, {miscount.By})
                ON CONFLICT DO UPDATE SET n = n + excluded.n;
                """,
            _ => throw new ArgumentOutOfRangeException(nameof(damage), damage, "No such damage."),
        };

    private static string Insert(JobState state, string source) =>
        state switch
        {
            JobState.Pending => $"INSERT INTO ready SELECT route, prio, id, lane, 0, 0, 0, 0 FROM {source}",
            JobState.Scheduled => $"INSERT INTO later SELECT id, 9000000000000000, lane, 0, 0, 0, 0 FROM {source}",
            JobState.Paused => $"INSERT INTO held SELECT id, 5, lane, 0, 0, 0, 0 FROM {source}",
            JobState.Running => $"""
                INSERT INTO lease SELECT id, lane, 1, 0, 0, 0, 900000, 'planted', 0, 0, 9000000000000000, NULL, 0
                FROM {source}
                """,
            JobState.Succeeded =>
                $"INSERT INTO outcome SELECT id, lane, 6, 0, 1, 0, NULL, 9000000000000000, NULL, NULL, 0, NULL FROM {source}",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such damage."),
        };
}
