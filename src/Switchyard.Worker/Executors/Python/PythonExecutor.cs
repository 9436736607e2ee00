using Switchyard.Contracts.Executors;

namespace Switchyard.Worker.Executors.Python;

/// <summary>Runs Python scripts. What they print comes at once: their output is not buffered.</summary>
internal sealed class PythonExecutor(CommandExecutor commands) : IExecutor
{
    /// <inheritdoc/>
    public string Type => ExecutorTypes.Python;

    /// <inheritdoc/>
    public async Task<RunResult> RunAsync(Run run, RunOutput output, CancellationToken stop)
    {
        var (options, problems) = PythonOptions.Read(run.Payload);
        return options is null
            ? RunResult.Invalid(problems)
            : await commands.RunAsync(
                run,
                options.Process,
                options.PythonPath,
                ["-u", options.Command, .. options.Arguments],
                output,
                stop
            );
    }
}
