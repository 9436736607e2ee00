using Switchyard.Contracts.Executors;

namespace Switchyard.Worker.Executors.Shell;

/// <summary>Runs command lines by <c>/bin/sh -c</c>.</summary>
internal sealed class ShellExecutor(CommandExecutor commands) : IExecutor
{
    /// <inheritdoc/>
    public string Type => ExecutorTypes.Shell;

    /// <inheritdoc/>
    public async Task<RunResult> RunAsync(Run run, RunOutput output, CancellationToken stop)
    {
        var (options, problems) = ShellOptions.Read(run.Payload);
        return options is null
            ? RunResult.Invalid(problems)
            : await commands.RunAsync(run, options.Process, "/bin/sh", ["-c", options.Command], output, stop);
    }
}
