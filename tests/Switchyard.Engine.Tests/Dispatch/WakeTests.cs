using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Dispatch;

public sealed class WakeTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Wake_WhileARoundIsFilled_IsNotTheLastThatWakes()
    {
        await using var test = await EngineUnderTest.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            var job = await test.SubmitAsync(EngineUnderTest.Job() with { Delay = Delay });
            await test.Engine.Loop.RunAsync(WhenFilling(test.Engine.Loop.Wake));

            await FallsDueAsync(test, job);
        }
    }

    [Fact]
    public async Task Wake_DuringACommitThatFails_IsNotTheLastThatWakes()
    {
        await using var test = await EngineUnderTest.StartAsync();
        await test.PassAsync(Delay); // the sweep that every start begins with
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { Delay = TimeSpan.FromMinutes(1) });
        var held = test.Storage.Hold();
        var refused = test.SubmitAsync();
        await Eventually.HoldsAsync("the commit is under way", () => test.Storage.IsHolding);

        test.Engine.Loop.Wake();
        test.Storage.IsOut = true;
        held.Dispose();
        await Should.ThrowAsync<StorageUnavailableException>(() => refused);
        test.Storage.IsOut = false;

        // Nobody asks for anything: only time wakes the loop.
        await Eventually.HoldsAsync(
            "the job is pending",
            async () =>
            {
                test.Clock.Advance(Delay);
                return await test.StateAsync(job) == JobState.Pending;
            }
        );
    }

    private static RoundOperation<bool> WhenFilling(Action what) =>
        new(
            1,
            survivesOutage: false,
            _ =>
            {
                what();
                return 0;
            },
            (_, _) => true
        );

    private static async Task FallsDueAsync(EngineUnderTest test, JobRef job)
    {
        test.Clock.Advance(Delay);
        test.Clock.Advance(SweepSchedule.MinInterval);
        await test.ReachesAsync(job, JobState.Pending);
    }
}
