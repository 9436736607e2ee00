using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Tests.Outages;

/// <summary>An open store with one lane, behind a proxy.</summary>
internal sealed class ProxiedStore : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private long _salt;

    private ProxiedStore(
        TestDatabase database,
        LossyProxy proxy,
        ManualTime clock,
        PostgresStorage storage,
        long node,
        Lane lane
    )
    {
        (_database, Proxy, Clock, Storage, Node, Lane) = (database, proxy, clock, storage, node, lane);
    }

    public LossyProxy Proxy { get; }

    public ManualTime Clock { get; }

    public PostgresStorage Storage { get; }

    public long Node { get; }

    public Lane Lane { get; }

    public NewJob Job =>
        new()
        {
            Lane = Lane,
            Salt = ++_salt,
            Payload = new Content(BitConverter.GetBytes(_salt)),
        };

    public static async Task<ProxiedStore> OpenAsync()
    {
        var database = await TestDatabase.CreateAsync();
        var proxy = LossyProxy.To(database.Port);
        var clock = new ManualTime();
        var storage = await PostgresStorage.OpenAsync(
            new PostgresStorageOptions { Database = TextOf(proxy, database.Name), Clock = clock },
            NullLogger<PostgresStorage>.Instance,
            CancellationToken.None
        );
        var start = await storage.Nodes.StartAsync(CancellationToken.None);
        var lane = await storage.Lanes.InternAsync(Dialect.Native, 0, "work", [], CancellationToken.None);
        return new ProxiedStore(database, proxy, clock, storage, start.Node, lane.ShouldNotBeNull());
    }

    /// <summary>The way to a database by a proxy, in plain, for it reads the protocol.</summary>
    public static string TextOf(LossyProxy proxy, string database) =>
        $"Host=127.0.0.1;Port={proxy.Port};Username=switchyard;Database={database};SSL Mode=Disable;"
        + "GSS Encryption Mode=Disable";

    public async Task<RoundResult> CommitAsync(Action<Round> fill)
    {
        var round = new Round();
        fill(round);
        return await Storage.Rounds.CommitAsync(round, CancellationToken.None);
    }

    public async Task<long> SubmitAsync() =>
        (await CommitAsync(round => round.Submissions.Add(new Submission([Job], null)))).Submissions[0].FirstId;

    public Claim Claim(int slots) =>
        new(
            [Lane.Route.Id],
            [.. Enumerable.Range(0, slots).Select(tag => new ClaimSlot("worker", Node, tag))],
            TimeSpan.FromSeconds(30)
        );

    public async Task<long> CountAsync(JobState state) =>
        (await Storage.Lanes.CountsAsync(CancellationToken.None))
            .Where(count => count.State == state)
            .Sum(count => count.Count);

    /// <summary>Asks the server, not by the proxy.</summary>
    public Task<long> ScalarAsync(string sql) => _database.ScalarAsync(sql);

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await Proxy.DisposeAsync();
        await _database.DisposeAsync();
    }
}
