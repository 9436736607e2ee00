using System.Text;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Tests.Harness;

/// <summary>A worker without a connection; it goes on over the test's restarts.</summary>
internal sealed class PollingWorker(EngineUnderTest test, string id = "w", Caller? caller = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public WorkerName Name { get; } = new(id, caller ?? Caller.Anonymous);

    private Actor By => new(Name.Caller, Dialect.Native, "127.0.0.1");

    private IPollingWorkers Engine => test.Engine.PollingWorkers;

    public PollingAccess Register(TimeSpan? leaseTime = null, bool canPause = false, string type = "work") =>
        Engine.Register(EngineUnderTest.Hello(id, types: [type], canPause: canPause, caller: Name.Caller), leaseTime);

    public ValueTask<PollingAccess> DrainAsync() => Engine.DrainAsync(id, By, default);

    public ValueTask<PollingAccess> DeregisterAsync() => Engine.DeregisterAsync(id, By, default);

    /// <summary>Asks for jobs, and waits for a minute of the test's time.</summary>
    public Task<PollAnswer> PollAsync(int max = 1, CancellationToken cancellation = default) =>
        Engine
            .LeaseAsync(Name, new PollRequest(max, TimeSpan.FromMinutes(1)), cancellation)
            .AsTask()
            .WaitAsync(Patience, TimeProvider.System, CancellationToken.None);

    /// <summary>Takes what is there.</summary>
    public async Task<PollAnswer> TakeAsync(int max = 1) =>
        await Engine.LeaseAsync(Name, new PollRequest(max, TimeSpan.Zero), default);

    /// <summary>Takes the one job that is there.</summary>
    public async Task<Assignment> TakeOneAsync() => (await TakeAsync()).Jobs.ShouldHaveSingleItem();

    public async Task<SettlementAnswer> SucceedAsync(Assignment job, string result = "done") =>
        (await SettleAsync(job, result)).Results.ShouldHaveSingleItem().Answer;

    public async Task<PolledSettlements> SettleAsync(Assignment job, string result = "done", PollRequest? next = null)
    {
        var end = TestWorker.End(job, SettlementKind.Succeeded, Encoding.UTF8.GetBytes(result));
        return await Engine.SettleAsync(Name, [end], next, default);
    }

    /// <summary>Says something of a lease, or no more than that it lives.</summary>
    public async Task<LeaseStandings> ReportAsync(
        Assignment job,
        string? progress = null,
        string? log = null,
        TimeSpan? leaseTime = null
    )
    {
        var report = new LeaseReport(job.Job.Id, job.Job.Token, Bytes(progress), Bytes(log));
        return await Engine.ReportAsync(Name, [report], leaseTime, default, default);
    }

    /// <summary>Why a lease is lost; null while it is held.</summary>
    public async Task<RevokeReason?> LostAsync(Assignment job) =>
        (await ReportAsync(job)).Leases.ShouldHaveSingleItem().Lost;

    private static ReadOnlyMemory<byte>? Bytes(string? text) =>
        text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text);
}
