using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite.Tests;

/// <summary>What a round costs: one transaction whatever is in it, and so many statements an entry.</summary>
public sealed class RoundCostTests : IAsyncLifetime
{
    /// <summary>Statements beside those of the entries: begin, commit, the meta row, changed counts, seeks of routes.</summary>
    private const int Fixed = 16;

    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<string> _statements = [];
    private int _commits;
    private SqliteStorage? _storage;
    private Lane? _lane;

    private SqliteStorage Storage => _storage ?? throw new InvalidOperationException("Not open.");

    public async ValueTask InitializeAsync()
    {
        _storage = await SqliteStorage.OpenAsync(
            new SqliteStorageOptions { DataFolder = _folder.Path, Synchronous = SqliteSynchronous.Off },
            TimeProvider.System,
            NullLogger<SqliteStorage>.Instance,
            CancellationToken.None
        );
        _lane = await Storage.Lanes.InternAsync(Dialect.Native, 0, "work", [], CancellationToken.None);

        await Storage.OnWriterAsync(database =>
        {
            raw.sqlite3_commit_hook(database.Handle, _ => Interlocked.Increment(ref _commits) * 0, null);
            raw.sqlite3_trace(database.Handle, (_, sql) => _statements.Enqueue(sql), null);
            return true;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Round_OfEverything_IsOneTransaction()
    {
        var leased = await LeaseAsync(50);

        await CommitAsync(round =>
        {
            round.Settlements.AddRange(leased.Take(20).Select(job => Settlement.Succeeded(job.Id, job.Token, default)));
            round.Renewals.AddRange(
                leased.Skip(20).Select(job => new Renewal(job.Id, job.Token, TimeSpan.FromMinutes(1), true, null))
            );
            round.Orders.AddRange(leased.Skip(40).Select(job => new Order(job.Id, OrderKind.Cancel)));
            round.Submissions.AddRange(Enumerable.Range(0, 50).Select(_ => new Submission([Job()], null)));
            round.SweepLimit = 1_000;
            round.Claims.Add(Claim(50));
        });

        _commits.ShouldBe(1);
        _statements.Count(sql => sql.StartsWith("BEGIN", StringComparison.Ordinal)).ShouldBe(1);
        _statements.Count(sql => sql.StartsWith("COMMIT", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Round_OfAnEmptySweepAndClaims_CostsAFewStatements()
    {
        await CommitAsync(round =>
        {
            round.SweepLimit = 1_000;
            round.Claims.AddRange([Claim(100), Claim(100)]);
        });

        _statements.Count.ShouldBeLessThanOrEqualTo(Fixed);
    }

    [Fact]
    public async Task Submission_EachJobOfIt_CostsTwoStatements()
    {
        await CommitAsync(round => round.Submissions.Add(new Submission([.. Jobs(200)], null)));

        _statements.Count.ShouldBeInRange(200, (200 * 2) + Fixed);
    }

    [Fact]
    public async Task Claim_EachJobOfIt_CostsTwoStatements()
    {
        await CommitAsync(round => round.Submissions.Add(new Submission([.. Jobs(200)], null)));

        await CommitAsync(round => round.Claims.Add(Claim(200)));

        _statements.Count.ShouldBeInRange(200, (200 * 2) + Fixed);
    }

    [Fact]
    public async Task Success_EachOne_CostsThreeStatements()
    {
        var leased = await LeaseAsync(200);

        await CommitAsync(round =>
            round.Settlements.AddRange(leased.Select(job => Settlement.Succeeded(job.Id, job.Token, default)))
        );

        _statements.Count.ShouldBeInRange(200, (200 * 3) + Fixed);
    }

    [Fact]
    public async Task Renewal_EachOne_CostsTwoStatements()
    {
        var leased = await LeaseAsync(200);

        await CommitAsync(round =>
            round.Renewals.AddRange(
                leased.Select(job => new Renewal(job.Id, job.Token, TimeSpan.FromMinutes(1), false, null))
            )
        );

        _statements.Count.ShouldBeInRange(200, (200 * 2) + Fixed);
    }

    private NewJob Job() =>
        new()
        {
            Lane = _lane!,
            Salt = 1,
            Payload = new Content("{}"u8.ToArray()),
        };

    private IEnumerable<NewJob> Jobs(int count) => Enumerable.Range(0, count).Select(_ => Job());

    private Claim Claim(int slots) =>
        new(
            [_lane!.Route.Id],
            [.. Enumerable.Range(0, slots).Select(tag => new ClaimSlot("worker", 1, tag))],
            TimeSpan.FromMinutes(1)
        );

    private async Task<IReadOnlyList<LeasedJob>> LeaseAsync(int count)
    {
        var result = await CommitAsync(round =>
        {
            round.Submissions.Add(new Submission([.. Jobs(count)], null));
            round.Claims.Add(Claim(count));
        });
        return result.Claims[0];
    }

    // Counts anew for each round.
    private async Task<RoundResult> CommitAsync(Action<Round> fill)
    {
        var round = new Round();
        fill(round);
        _statements.Clear();
        _commits = 0;
        return await Storage.Rounds.CommitAsync(round, CancellationToken.None);
    }
}
