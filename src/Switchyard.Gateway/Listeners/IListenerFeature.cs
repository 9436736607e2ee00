using Switchyard.Gateway.Bodies;

namespace Switchyard.Gateway.Listeners;

/// <summary>The listener that a connection came in by; on every request's features.</summary>
internal interface IListenerFeature
{
    /// <summary>console, broker, learning, pull or solver.</summary>
    string Name { get; }

    /// <summary>Whether callers without a valid key are refused.</summary>
    bool RequiresKeys { get; }

    /// <summary>Whether keys are held to their requests a minute.</summary>
    bool LimitsRates { get; }

    /// <summary>Whether it is bound to loopback addresses only.</summary>
    bool IsLoopback { get; }

    /// <summary>What large bodies may take of memory, over all listeners.</summary>
    BodyBudget Bodies { get; }
}
