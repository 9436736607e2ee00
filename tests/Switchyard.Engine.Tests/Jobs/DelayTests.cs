using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Jobs;

public sealed class DelayTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task DelayedJob_ItsTimeComes_StartsThenAndNotBefore()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var delay = TimeSpan.FromSeconds(10);
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { Delay = delay });
        (await test.GetAsync(job)).DueAt.ShouldBe(test.Clock.GetUtcNow() + delay);

        await test.AdvanceAsync(delay - Tick);
        (await test.StateAsync(job)).ShouldBe(JobState.Scheduled);
        worker.Given.ShouldBe(0);

        await test.PassAsync(Tick);
        (await worker.NextAsync()).Job.Id.ShouldBe(job.Id);
    }

    [Fact]
    public async Task DelayedJob_SoonerOneComesLater_NeitherIsLate()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 2);
        var late = await test.SubmitAsync(EngineUnderTest.Job() with { Delay = TimeSpan.FromSeconds(60) });
        var soon = await test.SubmitAsync(EngineUnderTest.Job() with { Delay = TimeSpan.FromSeconds(2) });

        await test.PassAsync(TimeSpan.FromSeconds(2));
        (await worker.NextAsync()).Job.Id.ShouldBe(soon.Id);

        await test.PassAsync(TimeSpan.FromSeconds(58));
        await test.PassAsync(Tick); // a round that was under way meanwhile put the sweep off by one
        (await worker.NextAsync()).Job.Id.ShouldBe(late.Id);
    }

    [Fact]
    public async Task DelayedJob_NodeWasDownWhenItFellDue_StartsAtOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { Delay = TimeSpan.FromSeconds(5) });
        await test.StopAsync();
        test.Clock.Advance(TimeSpan.FromMinutes(1));

        await test.StartAgainAsync();
        var worker = test.Connect();

        await test.PassAsync(Tick);
        (await worker.NextAsync()).Job.Id.ShouldBe(job.Id);
    }

    [Fact]
    public async Task Draft_IsStarted_WaitsForWhatIsLeftOfItsDelay()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { Draft = true, Delay = TimeSpan.FromSeconds(10) });
        await test.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await test.StateAsync(job)).ShouldBe(JobState.Draft);

        (await test.OrderAsync(job, OrderKind.Start)).ShouldBe(OrderAnswer.Done);
        (await test.StateAsync(job)).ShouldBe(JobState.Scheduled);
        await test.AdvanceAsync(TimeSpan.FromSeconds(4) - Tick);
        worker.Given.ShouldBe(0);

        await test.PassAsync(Tick);
        await worker.NextAsync();
    }
}
