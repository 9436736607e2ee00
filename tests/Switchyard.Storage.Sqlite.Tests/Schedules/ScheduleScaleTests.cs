using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Schedules;

namespace Switchyard.Storage.Sqlite.Tests.Schedules;

/// <summary>
/// What 100,000 schedules cost: a page of a list or a search 20 ms at most, a look for due ones far less. The bounds leave
/// room for a machine that has other things to do.
/// </summary>
public sealed class ScheduleScaleTests
{
    private const int Count = 100_000;

    [Fact]
    public async Task Lists_OfAHundredThousand_StayQuick()
    {
        using var folder = new TempFolder();
        await using var storage = await SqliteStorage.OpenAsync(
            new SqliteStorageOptions { DataFolder = folder.Path, Synchronous = SqliteSynchronous.Off },
            TimeProvider.System,
            NullLogger<SqliteStorage>.Instance,
            CancellationToken.None
        );
        await storage.OnWriterAsync(database =>
        {
            database.Execute(
                $$"""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{Count}})
                INSERT INTO schedule SELECT i, i % 3, 1 + i % 2, 1, 0, 0, 9000000000000000, 9000000000000000, 0,
                  'Nightly backup of database ' || i, 'nightly backup of database ' || i FROM n;
                INSERT INTO schedule_body SELECT id, '{}', NULL, 0, zeroblob(1000) FROM schedule;
                INSERT INTO schedule_count SELECT owner, status, count(*) FROM schedule GROUP BY owner, status;
                """
            );
            return true;
        });

        foreach (
            var query in new ScheduleQuery[]
            {
                new() { Sees = null },
                new() { Sees = null, Page = Count / 20 },
                new()
                {
                    Sees = 1,
                    Page = Count / 60,
                    Status = ScheduleStatus.Active,
                },
                new() { Sees = null, Search = "DATABASE 99999" },
                new() { Sees = null, Search = "database" },
            }
        )
        {
            await StaysWithinAsync(50, $"{query}", async () => await storage.Schedules.ListAsync(query, default));
        }

        await StaysWithinAsync(5, "due", async () => await storage.Schedules.DueAsync(1_000, default));
        var last = await storage.Schedules.ListAsync(new() { Sees = null, Page = Count / 20 }, default);
        (last.Schedules[^1].Id, last.Total).ShouldBe((1, Count));
    }

    private static async Task StaysWithinAsync(int milliseconds, string what, Func<Task> work)
    {
        var best = TimeSpan.MaxValue;
        for (var tries = 0; tries < 10; tries++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await work();
            var took = TimeProvider.System.GetElapsedTime(began);
            best = took < best ? took : best;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{best.TotalMilliseconds:0.00} ms: {what}");
        best.TotalMilliseconds.ShouldBeLessThan(milliseconds, what);
    }
}
