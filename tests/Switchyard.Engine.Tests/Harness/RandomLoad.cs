using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Tests.Harness;

/// <summary>Does something at random: workers come and go, jobs come and end in all ways, orders are given, time passes.</summary>
internal sealed class RandomLoad(EngineUnderTest test, Random random)
{
    private static readonly string[] Types = ["work", "other", "third"];
    private static readonly string[] Tags = ["gpu", "eu"];

    private readonly List<TestWorker> _workers = [];
    private readonly List<(TestWorker Worker, Assignment Job)> _given = [];
    private readonly List<JobRef> _jobs = [];
    private int _names;

    /// <summary>Jobs that connected workers hold.</summary>
    public int Held => _workers.Sum(worker => worker.Held);

    public IReadOnlyList<JobRef> Jobs => _jobs;

    public async Task StepAsync()
    {
        switch (random.Next(10))
        {
            case 0:
                Connect();
                break;
            case 1 when _workers.Count > 2:
                await DisconnectAsync();
                break;
            case 2 or 3 or 4:
                _jobs.AddRange(await test.SubmitAsync([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Job())]));
                break;
            case 5 when _jobs.Count > 0:
                await test.OrderAsync(Pick(_jobs), Enum.GetValues<OrderKind>()[random.Next(5)]);
                break;
            case 6:
                await test.AdvanceAsync(TimeSpan.FromMilliseconds(random.Next(1, 20_000)));
                break;
            default:
                await SettleAsync();
                break;
        }
    }

    private void Connect()
    {
        // Some come under a name that is there already.
        var name = random.Next(4) == 0 && _names > 0 ? $"w{random.Next(_names)}" : $"w{_names++}";
        string[] types = [.. Types.Where(_ => random.Next(2) == 0).DefaultIfEmpty("work")];
        string[] tags = [.. Tags.Where(_ => random.Next(2) == 0)];
        _workers.Add(test.Connect(name, random.Next(1, 6), types, tags));
        _workers.RemoveAll(worker => worker.Closed is not null);
    }

    private async Task DisconnectAsync()
    {
        var worker = Pick(_workers);
        _workers.Remove(worker);
        await worker.Session.DisposeAsync();
    }

    private async Task SettleAsync()
    {
        foreach (var worker in _workers)
        {
            while (worker.TryNext(out var job))
            {
                _given.Add((worker, job!));
            }
        }

        var ends = _given.Where(_ => random.Next(2) == 0).ToList();
        foreach (var (worker, job) in ends)
        {
            _given.Remove((worker, job));
            var kind = random.Next(6) switch
            {
                0 => SettlementKind.Failed,
                1 => SettlementKind.Released,
                2 => SettlementKind.Paused,
                3 => SettlementKind.FailedForGood,
                _ => SettlementKind.Succeeded,
            };
            var answer = await worker.SettleAsync(job, kind, "{}", kind == SettlementKind.Failed ? "broken" : null);
            if (random.Next(5) == 0)
            {
                // Said again it must not free another slot.
                await worker.SettleAsync(job, kind, "{}");
            }

            answer.ShouldNotBe(SettlementAnswer.Repeated);
        }
    }

    private JobRequest Job() =>
        EngineUnderTest.Job(Pick(Types)) with
        {
            Tags = [.. Tags.Where(_ => random.Next(4) == 0)],
            Priority = random.Next(1, 10),
            Delay = random.Next(4) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 10_000)) : TimeSpan.Zero,
            Draft = random.Next(10) == 0,
            TimeToLive = random.Next(4) == 0 ? TimeSpan.FromSeconds(random.Next(1, 60)) : null,
            RunTimeout = random.Next(4) == 0 ? TimeSpan.FromSeconds(random.Next(1, 40)) : null,
            Retry = new RetryPolicy(random.Next(1, 4), TimeSpan.FromSeconds(random.Next(3)), TimeSpan.FromSeconds(10)),
        };

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
