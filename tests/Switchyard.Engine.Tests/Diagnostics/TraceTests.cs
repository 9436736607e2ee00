using System.Diagnostics;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Diagnostics;

public sealed class TraceTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    [Fact]
    public async Task Job_OfATracedCaller_IsTracedFromSubmitToSettlement()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var trace = new TraceReader();
        var worker = test.Connect();
        await SubmitAsync(test, trace.Parent);
        var given = await worker.NextAsync();
        await worker.SettleAsync(given, SettlementKind.Failed, "", "broken");
        await Eventually.HoldsAsync("three spans ended", () => trace.Spans.Count == 3);

        var submit = trace.Spans.Single(span => span.DisplayName == "submit work");
        var dispatch = trace.Spans.Single(span => span.DisplayName == "dispatch work");
        var settle = trace.Spans.Single(span => span.DisplayName == "settle");
        submit.ParentId.ShouldBe(trace.Parent);
        dispatch.ParentId.ShouldBe(submit.Id);
        given.Job.TraceParent.ShouldBe(dispatch.Id);
        settle.ParentId.ShouldBe(dispatch.Id);
        settle.Status.ShouldBe(ActivityStatusCode.Error);
        dispatch.GetTagItem("messaging.message.id").ShouldBe(given.Job.Id);
        dispatch.GetTagItem("messaging.destination.name").ShouldBe("work");
        settle.GetTagItem("switchyard.outcome").ShouldBe("failed");
    }

    [Fact]
    public async Task Job_AfterARestart_IsStillOfItsTrace()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var trace = new TraceReader();
        await SubmitAsync(test, trace.Parent);
        await test.RestartAsync();

        var given = await test.Connect().NextAsync();

        var submit = trace.Spans.Single(span => span.DisplayName == "submit work");
        trace.Spans.Single(span => span.DisplayName == "dispatch work").ParentId.ShouldBe(submit.Id);
        given.Job.TraceParent.ShouldNotBeNull().ShouldContain(submit.TraceId.ToHexString());
    }

    [Fact]
    public async Task Job_NobodyTraces_CarriesWhatItsCallerSent()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 2);
        await SubmitAsync(test, Parent);
        await SubmitAsync(test, null);

        var given = await worker.NextAsync(2);

        given[0].Job.TraceParent.ShouldBe(Parent);
        given[1].Job.TraceParent.ShouldBeNull();
    }

    [Fact]
    public async Task Submit_TraceOverItsLength_IsRefused()
    {
        await using var test = await EngineUnderTest.StartAsync();

        var result = await test.Jobs.SubmitAsync(
            new Submit(Dialect.Native, Caller.Anonymous, [EngineUnderTest.Job()], TraceParent: new string('0', 65)),
            CancellationToken.None
        );

        result.Answer.ShouldBe(SubmitAnswer.Invalid);
    }

    private static async Task SubmitAsync(EngineUnderTest test, string? parent)
    {
        var submit = new Submit(Dialect.Native, Caller.Anonymous, [EngineUnderTest.Job()], TraceParent: parent);
        (await test.Jobs.SubmitAsync(submit, CancellationToken.None)).Answer.ShouldBe(SubmitAnswer.Accepted);
    }
}
