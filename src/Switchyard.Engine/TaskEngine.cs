using Microsoft.Extensions.Logging;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Diagnostics;
using Switchyard.Engine.Events;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine;

/// <summary>The running engine: every door works through these interfaces and no other.</summary>
public sealed partial class TaskEngine : IAsyncDisposable
{
    /// <summary>Starts the engine on an open store: loads lanes, counts and keys, puts back what dead nodes held, and begins to turn rounds.</summary>
    /// <param name="storage">The open store; disposed with the engine.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="loggers">Where logs go.</param>
    /// <param name="cancellation">Gives the start up.</param>
    public static Task<TaskEngine> StartAsync(
        IStorage storage,
        EngineOptions options,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken cancellation
    ) => throw new NotSupportedException();

    /// <summary>Jobs.</summary>
    public IJobs Jobs => throw new NotSupportedException();

    /// <summary>Workers.</summary>
    public IWorkers Workers => throw new NotSupportedException();

    /// <summary>API keys.</summary>
    public IKeys Keys => throw new NotSupportedException();

    /// <summary>The live stream.</summary>
    public IEventFeed Events => throw new NotSupportedException();

    /// <summary>Health.</summary>
    public IEngineHealth Health => throw new NotSupportedException();

    /// <summary>Completes, faulted, when the store failed for good: the process must end with a non-zero code.</summary>
    public Task Fatal => throw new NotSupportedException();

    /// <summary>The store and its version, for people.</summary>
    public string Store => throw new NotSupportedException();

    /// <summary>Stops: no more claims, workers told to drain, what they still hold after the stop timeout given back (counting nothing).</summary>
    public Task StopAsync(CancellationToken cancellation) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
