namespace Switchyard.Worker.Executors;

/// <summary>The code that does one type of job.</summary>
internal interface IExecutor
{
    /// <summary>The type.</summary>
    string Type { get; }

    /// <summary>Does a job.</summary>
    /// <param name="run">The job.</param>
    /// <param name="output">Gets what it prints, while it runs.</param>
    /// <param name="stop">The lease is lost, or the worker stops: whatever was begun is to be ended.</param>
    /// <exception cref="OperationCanceledException">It was stopped, and nothing of it is left.</exception>
    Task<RunResult> RunAsync(Run run, RunOutput output, CancellationToken stop);
}
