using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite.Tests;

/// <summary>An open store with one lane, in the words of the tests that are about SQLite alone.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private OpenStore(SqliteStorage storage, Lane lane, long node) => (Storage, Lane, Node) = (storage, lane, node);

    public SqliteStorage Storage { get; }

    public Lane Lane { get; }

    public long Node { get; }

    public static async Task<OpenStore> OpenAsync(string folder, TimeProvider? time = null)
    {
        var options = new SqliteStorageOptions { DataFolder = folder, Synchronous = SqliteSynchronous.Off };
        var storage = await SqliteStorage.OpenAsync(
            options,
            time ?? TimeProvider.System,
            NullLogger<SqliteStorage>.Instance,
            CancellationToken.None
        );
        try
        {
            var start = await storage.Nodes.StartAsync(CancellationToken.None);
            var lane = await storage.Lanes.InternAsync(Dialect.Native, 0, "work", [], CancellationToken.None);
            return new OpenStore(storage, lane.ShouldNotBeNull(), start.Node);
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    public async Task<RoundResult> CommitAsync(Action<Round> fill)
    {
        var round = new Round();
        fill(round);
        return await Storage.Rounds.CommitAsync(round, CancellationToken.None);
    }

    /// <summary>Stores jobs with payloads of that many bytes, and returns the first one's id.</summary>
    public async Task<long> SubmitAsync(int jobs = 1, int payload = 10) =>
        (await CommitAsync(round => round.Submissions.Add(new Submission([.. Jobs(jobs, payload)], null))))
            .Submissions[0]
            .FirstId;

    public async Task<IReadOnlyList<LeasedJob>> ClaimAsync(int slots = 1) =>
        (await CommitAsync(round => round.Claims.Add(Claim(slots)))).Claims[0];

    public Claim Claim(int slots) =>
        new(
            [Lane.Route.Id],
            [.. Enumerable.Range(0, slots).Select(tag => new ClaimSlot("worker", Node, tag))],
            TimeSpan.FromSeconds(30)
        );

    public async Task<JobState?> StateAsync(long id) =>
        (await Storage.Jobs.GetAsync(id, CancellationToken.None))?.State;

    public async Task<long> CountAsync(JobState state) =>
        (await Storage.Lanes.CountsAsync(CancellationToken.None))
            .Where(count => count.State == state)
            .Sum(count => count.Count);

    public ValueTask DisposeAsync() => Storage.DisposeAsync();

    private IEnumerable<NewJob> Jobs(int count, int payload) =>
        Enumerable
            .Range(0, count)
            .Select(n => new NewJob
            {
                Lane = Lane,
                Salt = n,
                Payload = new Content(new byte[payload]),
            });
}
