using System.Data;

namespace Switchyard.Architecture.Tests.Ports;

public sealed class PortRulesTests
{
    [Fact]
    public void StoragePorts_AsTheyStand_KeepTheRules()
    {
        var ports = typeof(Engine.Storage.Round)
            .Assembly.GetTypes()
            .Where(type => type.IsInterface && type.Namespace == "Switchyard.Engine.Storage")
            .ToList();

        ports.ShouldNotBeEmpty();
        ports.SelectMany(PortRules.Broken).ShouldBeEmpty();
    }

    [Fact]
    public void Port_ThatBreaksEveryRule_IsNamedForEach()
    {
        var broken = PortRules.Broken(typeof(IPlanted)).ToList();

        broken.ShouldContain(message => message.Contains("11 methods", StringComparison.Ordinal));
        broken.ShouldContain(message => message.Contains("IPlanted.Synchronous", StringComparison.Ordinal));
        broken.ShouldContain(message => message.Contains("IPlanted.WithoutToken", StringComparison.Ordinal));
        broken.ShouldContain(message => message.Contains("IPlanted.OptionalToken", StringComparison.Ordinal));
        broken.ShouldContain(message => message.Contains("IDbTransaction crosses", StringComparison.Ordinal));
        broken.Count.ShouldBe(5);
    }

    private interface IPlanted
    {
        int Synchronous(CancellationToken cancel);
        ValueTask WithoutToken();
        ValueTask OptionalToken(CancellationToken cancel = default);
        ValueTask Transacted(IDbTransaction transaction, CancellationToken cancel);
        ValueTask Fine1(CancellationToken cancel);
        ValueTask Fine2(CancellationToken cancel);
        ValueTask Fine3(CancellationToken cancel);
        ValueTask Fine4(CancellationToken cancel);
        ValueTask Fine5(CancellationToken cancel);
        ValueTask Fine6(CancellationToken cancel);
        IAsyncEnumerable<int> Fine7(CancellationToken cancel);
    }
}
