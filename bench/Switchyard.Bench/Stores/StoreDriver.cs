using System.Diagnostics;
using System.Text;
using Switchyard.Bench.Load;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Bench.Stores;

/// <summary>Drives a store's rounds as the engine does, from one caller, with nothing around it.</summary>
internal sealed class StoreDriver
{
    private const int JobsPerFill = 10_000;
    private const int PayloadLength = 200;
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(10);

    private readonly IStorage storage;
    private readonly Lane lane;
    private readonly long node;
    private readonly Random salts = new(1);
    private readonly Content payload = new(Encoding.ASCII.GetBytes($"\"{new string('x', PayloadLength - 2)}\""));
    private readonly Content result = new("{\"nonce\":\"00000000000000ff\"}"u8.ToArray());
    private IReadOnlyList<LeasedJob> leased = [];

    private StoreDriver(IStorage storage, Lane lane, long node)
    {
        this.storage = storage;
        this.lane = lane;
        this.node = node;
    }

    /// <summary>Takes over a store that has just been opened; its jobs are of this type.</summary>
    public static async Task<StoreDriver> StartAsync(
        IStorage storage,
        CancellationToken cancellation,
        string type = BrokerWire.TaskType
    )
    {
        NodeStart start = await storage.Nodes.StartAsync(cancellation);
        Lane? lane = await storage.Lanes.InternAsync(Dialect.Native, 0, type, [], cancellation);
        return new StoreDriver(storage, lane ?? throw new BenchException("The store has no lane left."), start.Node);
    }

    /// <summary>Queues jobs, 10,000 a round.</summary>
    public async Task FillAsync(int jobs, CancellationToken cancellation)
    {
        for (int left = jobs; left > 0; left -= JobsPerFill)
        {
            var round = new Round();
            round.Submissions.Add(Submit(Math.Min(left, JobsPerFill)));
            await storage.Rounds.CommitAsync(round, cancellation);
        }
    }

    /// <summary>
    /// One turn at full speed: settles what the turn before claimed, submits as many jobs, each a submission of its
    /// own, and claims as many.
    /// </summary>
    /// <returns>Jobs settled.</returns>
    public async Task<int> TurnAsync(int batch, CancellationToken cancellation)
    {
        var round = new Round();
        round.Settlements.AddRange(leased.Select(job => Settlement.Succeeded(job.Id, job.Token, result)));
        round.Submissions.AddRange(Enumerable.Range(0, batch).Select(_ => Submit(1)));
        round.Claims.Add(Claim(batch));
        RoundResult answer = await storage.Rounds.CommitAsync(round, cancellation);
        leased = answer.Claims[0];
        if (leased.Count != batch || answer.Settlements.Any(item => item.Answer != SettlementAnswer.Settled))
        {
            throw new BenchException($"A turn of {batch} claimed {leased.Count} jobs, or a settlement was refused.");
        }
        return answer.Settlements.Count;
    }

    /// <summary>Submits a job, claims the best one and fails it for good.</summary>
    public async Task FailOneAsync(CancellationToken cancellation)
    {
        var round = new Round();
        round.Submissions.Add(Submit(1));
        round.Claims.Add(Claim(1));
        RoundResult answer = await storage.Rounds.CommitAsync(round, cancellation);
        LeasedJob job = answer.Claims[0].Single();
        var end = new Round();
        end.Settlements.Add(Settlement.FailedForGood(job.Id, job.Token, "broken", Content.Empty));
        await storage.Rounds.CommitAsync(end, cancellation);
    }

    /// <summary>Claims one job after the other, then gives them all back.</summary>
    /// <returns>Milliseconds of each claim, ascending.</returns>
    public async Task<double[]> ClaimsAsync(int count, CancellationToken cancellation)
    {
        double[] latencies = new double[count];
        var back = new Round();
        for (int i = 0; i < count; i++)
        {
            var round = new Round();
            round.Claims.Add(Claim(1));
            long start = Stopwatch.GetTimestamp();
            RoundResult answer = await storage.Rounds.CommitAsync(round, cancellation);
            latencies[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            LeasedJob job = answer.Claims[0].Single();
            back.Settlements.Add(Settlement.Released(job.Id, job.Token));
        }
        await storage.Rounds.CommitAsync(back, cancellation);
        Array.Sort(latencies);
        return latencies;
    }

    private Submission Submit(int jobs) =>
        new(
            [
                .. Enumerable
                    .Range(0, jobs)
                    .Select(_ => new NewJob
                    {
                        Lane = lane,
                        Salt = salts.NextInt64(1L << 58),
                        Payload = payload,
                    }),
            ],
            Idempotency: null
        );

    private Claim Claim(int slots) =>
        new(
            [lane.Route.Id],
            [.. Enumerable.Range(0, slots).Select(slot => new ClaimSlot("bench", node, slot))],
            LeaseTime
        );
}
