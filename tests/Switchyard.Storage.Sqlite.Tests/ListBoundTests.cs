using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite.Tests;

/// <summary>A list whose filter matches little, or nothing, stops where it was told to.</summary>
public sealed class ListBoundTests
{
    [Fact]
    public async Task List_OfRareJobs_LooksAtNoMoreRowsThanItMay()
    {
        using var folder = new TempFolder();
        await using var storage = await SqliteStorage.OpenAsync(
            new SqliteStorageOptions { DataFolder = folder.Path, Synchronous = SqliteSynchronous.Off },
            TimeProvider.System,
            NullLogger<SqliteStorage>.Instance,
            CancellationToken.None
        );
        var common = await storage.Lanes.InternAsync(Dialect.Native, 0, "common", [], CancellationToken.None);
        var rare = await storage.Lanes.InternAsync(Dialect.Native, 0, "rare", [], CancellationToken.None);
        var round = new Round();
        round.Submissions.Add(
            new Submission(
                [
                    .. Enumerable
                        .Range(1, 1_000)
                        .Select(n => new NewJob
                        {
                            Lane = (n == 500 ? rare : common)!,
                            Salt = n,
                            Payload = default,
                        }),
                ],
                null
            )
        );
        await storage.Rounds.CommitAsync(round, CancellationToken.None);
        var query = new JobQuery
        {
            Type = "rare",
            Limit = 10,
            ScanLimit = 300,
        };

        var first = await storage.Jobs.ListAsync(query, CancellationToken.None);
        var second = await storage.Jobs.ListAsync(query with { Before = first.Before }, CancellationToken.None);

        first.Jobs.ShouldBeEmpty();
        first.Before.ShouldBe(701);
        second.Jobs.ShouldHaveSingleItem().Id.ShouldBe(500);
        second.Before.ShouldBe(401);
    }
}
