namespace Switchyard.Bench.Load;

/// <summary>How a full-cycle load is laid out.</summary>
/// <param name="Connections">HTTP connections that create tasks and read their results.</param>
/// <param name="Outstanding">Tasks that each connection keeps unfinished.</param>
/// <param name="Wait">Whether results are read with <c>wait</c>; otherwise by polling without a pause.</param>
/// <param name="Workers">WebSocket workers, which share the tasks.</param>
internal readonly record struct CycleShape(int Connections, int Outstanding, bool Wait, int Workers)
{
    /// <summary>What each worker registers: all of the load fits into any one of them, so that capacity never binds.</summary>
    public int WorkerConcurrency => Math.Max(64, Connections * Outstanding);
}
