using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Dispatch;

/// <summary>Random load: whatever comes, no worker has more than it can do, and no job has two live leases.</summary>
public sealed class CapacityPropertyTests
{
    private const int Steps = 400;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Load_OfAnyShape_KeepsCapacityAndOneLeaseAJob(int seed)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var load = new RandomLoad(test, new Random(seed));
        for (var step = 0; step < Steps; step++)
        {
            await load.StepAsync();
        }

        // The probes check capacity as jobs are given; here the rounds are played back.
        await test.TurnAsync();
        var live = new Dictionary<long, long>();
        var last = 0L;
        foreach (var (_, result) in test.Storage.Committed)
        {
            foreach (var change in result.Transitions)
            {
                JobTransitionsAreAllowed(change);
                if (change.From == JobState.Running)
                {
                    live.Remove(change.JobId, out var token).ShouldBeTrue();
                    token.ShouldBe(change.Token);
                }

                if (change.To == JobState.Running)
                {
                    live.TryAdd(change.JobId, change.Token).ShouldBeTrue();
                    change.Token.ShouldBeGreaterThan(last);
                    last = change.Token;
                }
            }
        }

        live.Count.ShouldBe(load.Held);
        test.Jobs.Count(null, null)[JobState.Running].ShouldBe(live.Count);
    }

    private static void JobTransitionsAreAllowed(Transition change)
    {
        if (change is { From: { } from, To: { } to })
        {
            JobTransitions.IsAllowed(from, to).ShouldBeTrue($"{from} to {to}");
        }
    }
}
