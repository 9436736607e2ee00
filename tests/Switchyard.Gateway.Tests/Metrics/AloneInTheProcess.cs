namespace Switchyard.Gateway.Tests.Metrics;

/// <summary>
/// A collector measures every node of its process, and when one of them ends it drops the metrics of that name, the others'
/// as well. So these tests run while no other does.
/// </summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneInTheProcess;
