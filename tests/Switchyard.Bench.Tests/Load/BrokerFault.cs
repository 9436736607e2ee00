namespace Switchyard.Bench.Tests.Load;

/// <summary>What a <see cref="FakeBroker"/> does wrong.</summary>
public enum BrokerFault
{
    None,
    SwapsResults,
    DeliversTwice,
    AnswersErrors,
    DropsConnections,
}
