using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Tests;

/// <summary>An open store with one lane, in the words of the tests that are about PostgreSQL alone.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private OpenStore(PostgresStorage storage, Lane lane, long node) => (Storage, Lane, Node) = (storage, lane, node);

    public PostgresStorage Storage { get; }

    public Lane Lane { get; }

    public long Node { get; }

    public static async Task<OpenStore> OpenAsync(TestDatabase database, string? schema = null)
    {
        var storage = await database.OpenAsync(schema: schema);
        var start = await storage.Nodes.StartAsync(CancellationToken.None);
        var lane = await storage.Lanes.InternAsync(Dialect.Native, 0, "work", [], CancellationToken.None);
        return new OpenStore(storage, lane.ShouldNotBeNull(), start.Node);
    }

    public async Task<RoundResult> CommitAsync(Action<Round> fill)
    {
        var round = new Round();
        fill(round);
        return await Storage.Rounds.CommitAsync(round, CancellationToken.None);
    }

    /// <summary>Stores jobs and returns the first one's id.</summary>
    public async Task<long> SubmitAsync(int jobs = 1) =>
        (await CommitAsync(round => round.Submissions.Add(new Submission([.. Jobs(jobs)], null))))
            .Submissions[0]
            .FirstId;

    public async Task<LeasedJob> ClaimAsync()
    {
        var claim = new Claim([Lane.Route.Id], [new ClaimSlot("worker", Node, 0)], TimeSpan.FromSeconds(30));
        return (await CommitAsync(round => round.Claims.Add(claim))).Claims[0][0];
    }

    public ValueTask DisposeAsync() => Storage.DisposeAsync();

    private IEnumerable<NewJob> Jobs(int count) =>
        Enumerable
            .Range(0, count)
            .Select(n => new NewJob
            {
                Lane = Lane,
                Salt = n,
                Payload = new Content(new byte[10]),
            });
}
