using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Audit;

public sealed class AuditTests
{
    private static readonly Actor Operator = new(
        new Caller(3, ApiScopes.Admin, IdFormat.Uuid, null, KeyName: "operator"),
        Dialect.Broker,
        "10.0.0.7"
    );

    [Fact]
    public async Task Order_CarriedOut_IsRecordedWithWhoAndFromWhere()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();

        await test.Jobs.OrderAsync(job, Operator, OrderKind.Cancel, CancellationToken.None);
        await test.Jobs.OrderAsync(job, Operator, OrderKind.Cancel, CancellationToken.None);

        var record = (await ListAsync(test)).ShouldHaveSingleItem();
        record.At.ShouldBe(test.Clock.GetUtcNow());
        record.Entry.ShouldBe(new AuditEntry(3, "operator", Dialect.Broker, "10.0.0.7", "job.cancel", $"job {job.Id}"));
    }

    [Fact]
    public async Task Pause_AskedOfAWorker_IsRecorded()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(canPause: true);
        var job = await test.SubmitAsync();
        await worker.NextAsync();

        var asked = await test.Jobs.OrderAsync(job, Operator, OrderKind.Pause, CancellationToken.None);

        asked.Answer.ShouldBe(OrderAnswer.Asked);
        (await ListAsync(test)).ShouldHaveSingleItem().Entry.Action.ShouldBe("job.pause");
    }

    [Fact]
    public async Task Keys_MadeAndRemoved_AreRecordedWithoutTheirSecret()
    {
        await using var test = await EngineUnderTest.StartAsync();
        await test.Engine.Keys.EnsureAdminAsync(null, CancellationToken.None);

        var made = await test.Engine.Keys.CreateAsync(
            new KeyRequest("robot", ApiScopes.Submit | ApiScopes.Read),
            Operator,
            CancellationToken.None
        );
        await test.Engine.Keys.DeleteAsync(made.Key.Id, Operator, CancellationToken.None);
        await test.Engine.Keys.DeleteAsync(made.Key.Id, Operator, CancellationToken.None);

        var acts = await ListAsync(test);
        acts.Select(record => $"{record.Entry.KeyName} {record.Entry.Action} {record.Entry.Target}")
            .ShouldBe(["operator key.delete key 2", "operator key.create key 2", "node key.create key 1"]);
        acts[1].Entry.Detail.ShouldBe("robot: Read, Submit");
        acts.ShouldAllBe(record => !record.ToString().Contains(made.Secret));
    }

    [Fact]
    public async Task Workers_TakenOutOfService_AreRecordedWhenTheyAreAnothers()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test, "w");
        worker.Register();
        await worker.DrainAsync();
        await worker.DeregisterAsync();
        worker.Register();

        await test.Engine.PollingWorkers.DrainAsync("w", Operator, CancellationToken.None);
        await test.Engine.PollingWorkers.DeregisterAsync("w", Operator, CancellationToken.None);

        (await ListAsync(test))
            .Select(record => $"{record.Entry.KeyName} {record.Entry.Action} {record.Entry.Target}")
            .ShouldBe(["operator worker.remove worker w", "operator worker.drain worker w"]);
    }

    private static async Task<IReadOnlyList<AuditRecord>> ListAsync(EngineUnderTest test) =>
        (await test.Engine.Audit.ListAsync(new AuditQuery { Limit = 10 }, CancellationToken.None)).Records;
}
