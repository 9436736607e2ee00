using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Jobs;

public sealed class WhyTests
{
    [Fact]
    public async Task Why_NobodyDoesTheType_NamesIt()
    {
        await using var test = await EngineUnderTest.StartAsync();
        test.Connect(types: ["other"]);
        var why = await test.WhyAsync(await test.SubmitAsync());

        why.Cause.ShouldBe(WhyCause.NoWorker);
        why.Detail.ShouldContain("'work'");
    }

    [Fact]
    public async Task Why_NobodyHasTheTags_NamesThem()
    {
        await using var test = await EngineUnderTest.StartAsync();
        test.Connect(tags: ["eu"]);
        var why = await test.WhyAsync(await test.SubmitAsync(EngineUnderTest.Job() with { Tags = ["gpu", "eu"] }));

        why.Cause.ShouldBe(WhyCause.TagsUnmatched);
        why.Detail.ShouldContain("eu, gpu");
    }

    [Fact]
    public async Task Why_AllWorkersAreFull_SaysSo()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 2);
        await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job());
        await worker.NextAsync(2);
        await test.TurnAsync();

        var why = await test.WhyAsync(await test.SubmitAsync());

        why.Cause.ShouldBe(WhyCause.AtCapacity);
        why.Detail.ShouldContain("2 jobs");
    }

    [Fact]
    public async Task Why_JobWaitsForItsTime_SaysUntilWhen()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var why = await test.WhyAsync(
            await test.SubmitAsync(EngineUnderTest.Job() with { Delay = TimeSpan.FromHours(1) })
        );

        why.Cause.ShouldBe(WhyCause.Later);
        why.Detail.ShouldContain("2030-01-01T01:00:00.000Z");
    }

    [Fact]
    public async Task Why_BetweenTwoAttempts_NamesTheAttempt()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var hour = TimeSpan.FromHours(1);
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { Retry = new(2, hour, hour) });
        await worker.FailAsync(await worker.NextAsync());

        var why = await test.WhyAsync(job);

        why.Cause.ShouldBe(WhyCause.Later);
        why.Detail.ShouldContain("Attempt 1");
    }

    [Fact]
    public async Task Why_JobRunsAndEnds_SaysSo()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect("worker-7");
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();

        var why = await test.WhyAsync(job);
        why.Cause.ShouldBe(WhyCause.Running);
        why.Detail.ShouldContain("worker-7");

        await worker.SucceedAsync(given);
        (await test.WhyAsync(job)).Cause.ShouldBe(WhyCause.Finished);
    }

    [Fact]
    public async Task Why_DraftAndPaused_SayWhatIsWaitedFor()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var draft = await test.SubmitAsync(EngineUnderTest.Job() with { Draft = true });
        var paused = await test.SubmitAsync();
        await test.OrderAsync(paused, OrderKind.Pause);

        (await test.WhyAsync(draft)).Cause.ShouldBe(WhyCause.Draft);
        (await test.WhyAsync(paused)).Cause.ShouldBe(WhyCause.Paused);
    }

    [Fact]
    public async Task Why_NoSuchJob_IsNull()
    {
        await using var test = await EngineUnderTest.StartAsync();

        (await test.Jobs.WhyAsync(new JobRef(99, null), null, CancellationToken.None)).ShouldBeNull();
    }
}
