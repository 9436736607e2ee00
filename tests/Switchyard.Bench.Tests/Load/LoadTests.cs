using Switchyard.Bench.Load;

namespace Switchyard.Bench.Tests.Load;

/// <summary>A load measures a broker that is right, and refuses to measure one that is not.</summary>
public sealed class LoadTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    /// <summary>Long enough for the 50th task, with which the faults begin.</summary>
    private static readonly TimeSpan Faulty = TimeSpan.FromSeconds(0.5);

    [Theory]
    [InlineData(1, true)]
    [InlineData(16, true)]
    [InlineData(1, false)]
    [InlineData(16, false)]
    public async Task Cycle_AgainstARightBroker_CompletesTasks(int outstanding, bool wait)
    {
        await using FakeBroker broker = await FakeBroker.StartAsync(BrokerFault.None);
        using var load = new CycleLoad(broker.Address, new CycleShape(4, outstanding, wait, 1), default);

        LoadResult first = load.Run(Short, default);
        LoadResult second = load.Run(Short, default);

        first.Completed.ShouldBePositive();
        second.Completed.ShouldBePositive();
        (second.P50Ms <= second.P99Ms).ShouldBeTrue();
    }

    [Theory]
    [InlineData(BrokerFault.SwapsResults, "getTaskResult answered 200")]
    [InlineData(BrokerFault.DeliversTwice, "were delivered")]
    [InlineData(BrokerFault.AnswersErrors, "ERROR_NO_SLOT_AVAILABLE")]
    [InlineData(BrokerFault.DropsConnections, "connection")]
    public async Task Cycle_AgainstAFaultyBroker_Throws(BrokerFault fault, string message)
    {
        await using FakeBroker broker = await FakeBroker.StartAsync(fault);
        using var load = new CycleLoad(broker.Address, new CycleShape(4, 4, Wait: true, Workers: 1), default);

        var failure = Should.Throw<BenchException>(() => load.Run(Faulty, default));

        failure.Message.ShouldContain(message);
    }

    [Fact]
    public async Task Create_AgainstARightBroker_CountsWhatWasAcknowledged()
    {
        await using FakeBroker broker = await FakeBroker.StartAsync(BrokerFault.None);
        using var load = new CreateLoad(broker.Address, connections: 4);

        LoadResult result = load.Run(Short, default);

        result.Completed.ShouldBePositive();
        load.Acknowledged.ShouldBeGreaterThanOrEqualTo(result.Completed);
    }

    [Fact]
    public async Task Create_AnsweredWithAnError_Throws()
    {
        await using FakeBroker broker = await FakeBroker.StartAsync(BrokerFault.AnswersErrors);
        using var load = new CreateLoad(broker.Address, connections: 4);

        Should.Throw<BenchException>(() => load.Run(Faulty, default));
    }
}
