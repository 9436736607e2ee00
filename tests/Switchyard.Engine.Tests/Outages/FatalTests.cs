using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Outages;

public sealed class FatalTests
{
    [Fact]
    public async Task Round_FailsForGood_FaultsTheEngineAndTellsAll()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        await test.SubmitAsync();
        var given = await worker.NextAsync();
        test.Storage.IsBroken = true;

        var settled = worker.SucceedAsync(given);

        await Should.ThrowAsync<StorageFatalException>(() => FatalAsync(test));
        await Should.ThrowAsync<StorageUnavailableException>(() => settled);
        await Should.ThrowAsync<StorageUnavailableException>(() => test.SubmitAsync());
        (await test.Engine.Health.ProbeAsync(CancellationToken.None)).IsHealthy.ShouldBeFalse();
    }

    [Fact]
    public async Task Maintenance_FailsForGood_FaultsTheEngine()
    {
        await using var test = await EngineUnderTest.StartAsync();
        test.Storage.IsBroken = true;
        var fatal = FatalAsync(test);

        await Eventually.HoldsAsync(
            "the engine is faulted",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromSeconds(1));
                return fatal.IsCompleted;
            }
        );

        await Should.ThrowAsync<StorageFatalException>(() => fatal);
    }

    [Fact]
    public async Task Restart_AfterAFatalEnd_HasAllThatWasAcknowledged()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();
        var worker = test.Connect();
        await worker.NextAsync();

        await test.RestartAsync(dies: true);

        (await test.StateAsync(job)).ShouldBe(JobState.Pending);
        (await test.GetAsync(job)).Attempt.ShouldBe(1);
    }

    private static Task FatalAsync(EngineUnderTest test) =>
        test.Engine.Fatal.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
}
