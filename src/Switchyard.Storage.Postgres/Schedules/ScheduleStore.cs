using Dapper;
using Npgsql;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Audit;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Schedules;

/// <summary>Schedules. A row is locked before anything that belongs to it, and several in the order of their numbers.</summary>
internal sealed class ScheduleStore(StoreDatabase database, StoreClock clock) : IScheduleStore
{
    private const string PutBody = """
        INSERT INTO schedule_body (id, payload_blob, definition, metadata, payload)
        VALUES (@Id, @PayloadBlob, @Definition, @Metadata, @Payload)
        ON CONFLICT (id) DO UPDATE SET payload_blob = excluded.payload_blob, definition = excluded.definition,
          metadata = excluded.metadata, payload = excluded.payload;
        SELECT use_blob(@PayloadBlob, 1, clock(@Given, @Ahead));
        """;

    public ValueTask<long> AddAsync(StoredSchedule schedule, AuditEntry audit, CancellationToken cancellation) =>
        database.WriteAsync(
            async connection =>
            {
                var id = await connection.ExecuteScalarAsync<long>(
                    """
                    INSERT INTO schedule (owner, version, created, changed, slot, due, status, name, folded)
                    SELECT @Owner, 1, at, at, @Slot, @Due, @Status, @Name, @Folded FROM clock(@Given, @Ahead) AS at
                    RETURNING id
                    """,
                    Parameters(schedule)
                );
                await connection.ExecuteAsync(PutBody, Parameters(schedule with { Id = id }));
                await ScheduleTally.AddAsync(connection, schedule.Owner, (schedule.Status, 1));
                await AuditStore.InsertAsync(connection, clock, audit with { Target = $"schedule {id}" });
                return id;
            },
            cancellation
        );

    public ValueTask<bool> PutAsync(
        StoredSchedule schedule,
        bool keepsSlot,
        AuditEntry audit,
        CancellationToken cancellation
    ) => database.WriteAsync(connection => PutAsync(connection, schedule, keepsSlot, audit), cancellation);

    public ValueTask<ScheduleDeletion> DeleteAsync(long id, AuditEntry audit, CancellationToken cancellation) =>
        database.WriteAsync(connection => DeleteAsync(connection, id, audit), cancellation);

    public async ValueTask<StoredSchedule?> GetAsync(long id, CancellationToken cancellation)
    {
        var row = await database.ReadAsync(
            connection =>
                connection.QuerySingleOrDefaultAsync<ScheduleRow>(
                    $"SELECT {ScheduleRow.Columns}, b.payload FROM schedule s {ScheduleRow.Body} WHERE s.id = @id",
                    new { id }
                ),
            cancellation
        );
        return row?.ToSchedule();
    }

    public async ValueTask<StoredSchedulePage> ListAsync(ScheduleQuery query, CancellationToken cancellation)
    {
        var counts = await CountAsync(query.Sees, cancellation);
        var parameters = new
        {
            query.Sees,
            Status = (short?)query.Status,
            Search = StoredText.Of(query.Search?.ToLowerInvariant()),
            query.Size,
            Offset = (query.Page - 1L) * query.Size,
        };
        const string Matching = """
            FROM schedule WHERE (@Sees::bigint IS NULL OR owner = @Sees) AND (@Status::smallint IS NULL OR status = @Status)
              AND (@Search::text IS NULL OR strpos(folded, @Search) > 0)
            """;
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<ScheduleRow>(
                    $"""
                    SELECT {ScheduleRow.Columns}
                    FROM (SELECT id AS found {Matching} ORDER BY id DESC LIMIT @Size OFFSET @Offset) page
                    CROSS JOIN LATERAL (SELECT * FROM schedule WHERE id = page.found LIMIT 1) s {ScheduleRow.Body}
                    ORDER BY s.id DESC
                    """,
                    parameters
                ),
            cancellation
        );
        var total = query switch
        {
            { Search: not null } => await database.ReadAsync(
                connection => connection.ExecuteScalarAsync<long>($"SELECT count(*) {Matching}", parameters),
                cancellation
            ),
            { Status: ScheduleStatus.Active } => counts.Active,
            { Status: ScheduleStatus.Paused } => counts.Paused,
            { Status: ScheduleStatus.Disabled } => counts.Disabled,
            _ => counts.Total,
        };
        return new StoredSchedulePage([.. rows.Select(row => row.ToSchedule())], total);
    }

    public async ValueTask<ScheduleCounts> CountAsync(long? owner, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<(short Status, long Count)>(
                    """
                    SELECT status, sum(n)::bigint FROM schedule_count WHERE @owner::bigint IS NULL OR owner = @owner
                    GROUP BY status
                    """,
                    new { owner }
                ),
            cancellation
        );
        var counts = rows.ToDictionary(row => (ScheduleStatus)row.Status, row => row.Count);
        return new ScheduleCounts(
            counts.GetValueOrDefault(ScheduleStatus.Active),
            counts.GetValueOrDefault(ScheduleStatus.Paused),
            counts.GetValueOrDefault(ScheduleStatus.Disabled)
        );
    }

    public async ValueTask<DueSchedules> DueAsync(int limit, CancellationToken cancellation)
    {
        var now = await database.ReadAsync(
            connection => connection.ExecuteScalarAsync<long>("SELECT clock(@Wall, 0)", new { clock.Wall }),
            cancellation
        );
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<ScheduleRow>(
                    $"""
                    SELECT {ScheduleRow.Columns}, b.payload
                    FROM (SELECT * FROM schedule WHERE due <= @now ORDER BY due LIMIT @limit) s {ScheduleRow.Body}
                    ORDER BY s.due
                    """,
                    new { now, limit }
                ),
            cancellation
        );
        var next = await database.ReadAsync(
            connection =>
                connection.ExecuteScalarAsync<long?>(
                    "SELECT due FROM schedule WHERE due > @now ORDER BY due LIMIT 1",
                    new { now }
                ),
            cancellation
        );
        return new DueSchedules(Micros.ToTime(now), [.. rows.Select(row => row.ToSchedule())], Micros.ToTime(next));
    }

    public async ValueTask AdvanceAsync(IReadOnlyList<ScheduleMove> moves, CancellationToken cancellation) =>
        await database.WriteAsync(
            connection =>
                connection.ExecuteAsync(
                    "UPDATE schedule SET slot = @Next, due = @Due WHERE id = @ScheduleId AND slot = @Slot",
                    moves
                        .OrderBy(move => move.ScheduleId)
                        .Select(move => new
                        {
                            move.ScheduleId,
                            Slot = Micros.From(move.Slot),
                            Next = Micros.From(move.Next),
                            Due = Micros.From(move.DueAt),
                        })
                ),
            cancellation
        );

    private async Task<bool> PutAsync(
        NpgsqlConnection connection,
        StoredSchedule schedule,
        bool keepsSlot,
        AuditEntry audit
    )
    {
        var old = await LockAsync(connection, schedule.Id);
        if (old is null || old.Version != schedule.Version)
        {
            return false;
        }

        await connection.ExecuteAsync(
            """
            UPDATE schedule SET version = version + 1, changed = clock(@Given, @Ahead), status = @Status, name = @Name,
              folded = @Folded
            WHERE id = @Id
            """,
            Parameters(schedule)
        );
        if (!keepsSlot)
        {
            await connection.ExecuteAsync(
                "UPDATE schedule SET slot = @Slot, due = @Due WHERE id = @Id",
                Parameters(schedule)
            );
        }

        await connection.ExecuteAsync(PutBody, Parameters(schedule));
        await UnuseAsync(connection, old);
        await ScheduleTally.AddAsync(connection, old.Owner, ((ScheduleStatus)old.Status, -1), (schedule.Status, 1));
        await AuditStore.InsertAsync(connection, clock, audit);
        return true;
    }

    private async Task<ScheduleDeletion> DeleteAsync(NpgsqlConnection connection, long id, AuditEntry audit)
    {
        var old = await LockAsync(connection, id);
        if (old is null)
        {
            return ScheduleDeletion.None;
        }

        var lives = await connection.ExecuteScalarAsync<bool>(
            """
            SELECT EXISTS (
              SELECT 1 FROM run r WHERE r.schedule = @id AND r.live AND NOT EXISTS (SELECT 1 FROM outcome WHERE id = r.job)
            )
            """,
            new { id }
        );
        if (lives)
        {
            return ScheduleDeletion.Live;
        }

        await connection.ExecuteAsync(
            """
            DELETE FROM schedule WHERE id = @id;
            DELETE FROM schedule_body WHERE id = @id;
            DELETE FROM run_count WHERE schedule = @id
            """,
            new { id }
        );
        await UnuseAsync(connection, old);
        await ScheduleTally.AddAsync(connection, old.Owner, ((ScheduleStatus)old.Status, -1));
        await AuditStore.InsertAsync(connection, clock, audit);
        return ScheduleDeletion.Done;
    }

    // Read once it is locked: a statement that waited for the lock sees the row as it is now, but its body as it was before.
    private static async Task<ScheduleRow?> LockAsync(NpgsqlConnection connection, long id)
    {
        await connection.ExecuteAsync("SELECT id FROM schedule WHERE id = @id FOR UPDATE", new { id });
        return await connection.QuerySingleOrDefaultAsync<ScheduleRow>(
            $"SELECT {ScheduleRow.Columns} FROM schedule s {ScheduleRow.Body} WHERE s.id = @id",
            new { id }
        );
    }

    private Task<int> UnuseAsync(NpgsqlConnection connection, ScheduleRow old) =>
        connection.ExecuteAsync(
            "SELECT use_blob(@PayloadBlob, -1, clock(@Given, @Ahead))",
            new
            {
                old.PayloadBlob,
                clock.Given,
                clock.Ahead,
            }
        );

    private object Parameters(StoredSchedule schedule) =>
        new
        {
            schedule.Id,
            schedule.Owner,
            Status = (short)schedule.Status,
            Slot = Micros.From(schedule.Slot),
            Due = Micros.From(schedule.DueAt),
            Name = StoredText.Of(schedule.Name),
            Folded = StoredText.Of(schedule.Name.ToLowerInvariant()),
            Definition = schedule.Definition.ToArray(),
            Metadata = schedule.Metadata.ToArray(),
            PayloadBlob = schedule.Payload.BlobId,
            Payload = schedule.Payload.Inline.ToArray(),
            clock.Given,
            clock.Ahead,
        };
}
