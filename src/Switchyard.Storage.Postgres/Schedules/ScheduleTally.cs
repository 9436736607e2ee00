using Dapper;
using Npgsql;
using Switchyard.Engine.Schedules;

namespace Switchyard.Storage.Postgres.Schedules;

/// <summary>How many schedules of an owner have a status: kept, not counted.</summary>
internal static class ScheduleTally
{
    /// <summary>Adds to the counts in the transaction that is under way.</summary>
    public static Task<int> AddAsync(
        NpgsqlConnection connection,
        long owner,
        params (ScheduleStatus Status, long Change)[] changes
    ) =>
        connection.ExecuteAsync(
            """
            INSERT INTO schedule_count AS c VALUES (@Owner, @Status, @Change)
            ON CONFLICT (owner, status) DO UPDATE SET n = c.n + excluded.n
            """,
            // In one order: two schedules whose status changes the other way round must not wait for each other.
            changes
                .OrderBy(change => change.Status)
                .Select(change => new
                {
                    Owner = owner,
                    Status = (short)change.Status,
                    change.Change,
                })
        );
}
