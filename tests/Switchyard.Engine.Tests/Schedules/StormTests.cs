using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Tests.Harness;
using static Switchyard.Engine.Tests.Harness.ScheduleUnderTest;

namespace Switchyard.Engine.Tests.Schedules;

public sealed class StormTests
{
    [Fact]
    public Task Slots_OfNodesThatDie_AreEachFiredOnce() => StormAsync(schedules: 20, seconds: 40);

    [Fact]
    [Trait("Category", "Soak")]
    public Task Slots_OfManyNodesThatDie_AreEachFiredOnce() => StormAsync(schedules: 100, seconds: 100);

    [Fact]
    public async Task Herd_OfAThousandInOneSecond_GoesOutInAFewRounds()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 1_000);
        await Task.WhenAll(
            Enumerable
                .Range(0, 2_000)
                .Select(n => test.CreateAsync(Request(n % 2 == 0 ? "0 1 0 * * *" : "0 0 12 * * *")))
        );
        test.Clock.Advance(TimeSpan.FromSeconds(59.5));
        await test.LooksAsync();
        worker.Given.ShouldBe(0);

        test.Clock.Advance(TimeSpan.FromSeconds(0.5));
        await test.LooksAsync();
        await Eventually.HoldsAsync("all are at work", () => worker.Given == 1_000);

        test.Jobs.Count(Dialect.Scheduler, null)[JobState.Running].ShouldBe(1_000);
        test.Storage.Committed.Count(commit => commit.Round.Submissions.Count > 0).ShouldBeLessThan(20);
    }

    /// <summary>
    /// Nodes die while they fire, at random, two at a time where the store has room for two; those that come after make up
    /// for all.
    /// </summary>
    private static async Task StormAsync(int schedules, int seconds)
    {
        await using var test = await EngineUnderTest.StartAsync();
        await using var other = StoreSite.IsShared ? await test.JoinAsync() : null;
        EngineUnderTest[] nodes = other is null ? [test] : [test, other];
        var random = new Random(7);
        var request = Request("* * * * * *") with { Overlap = Overlap.Allow, CatchUp = CatchUp.All };
        var all = await Task.WhenAll(Enumerable.Range(0, schedules).Select(_ => test.CreateAsync(request)));
        for (var left = seconds; left > 0; )
        {
            var pass = Math.Min(left, random.Next(1, 8));
            left -= pass;
            test.Clock.Advance(TimeSpan.FromSeconds(pass));
            Array.ForEach(nodes, node => node.Engine.Scheduler.Wake());
            var (victim, more) = (nodes[random.Next(nodes.Length)], random.Next(4));
            var rounds = victim.Storage.Committed.Count + more;
            await Eventually.HoldsAsync(
                "it fires",
                () =>
                    victim.Storage.Committed.Count >= rounds || victim.Engine.Scheduler.IdleAt == test.Clock.GetUtcNow()
            );
            await victim.RestartAsync(dies: true);
        }

        foreach (var node in nodes)
        {
            await node.LooksAsync();
        }

        foreach (var schedule in all)
        {
            (await test.SlotsAsync(schedule)).ShouldBe([.. Enumerable.Range(1, seconds)]);
        }
    }
}
