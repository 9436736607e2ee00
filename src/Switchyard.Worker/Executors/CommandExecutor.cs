using System.ComponentModel;
using Switchyard.Contracts.Executors;
using Switchyard.Worker.Processes;

namespace Switchyard.Worker.Executors;

/// <summary>What the executors that run commands have in common.</summary>
internal sealed class CommandExecutor(CommandRunner runner, CommandFolder folders)
{
    private const int FirstSignal = 128;
    private const int LastSignal = 128 + 64;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="run">The job.</param>
    /// <param name="process">Where and among which variables.</param>
    /// <param name="program">A path, or a name that is looked for in the run's PATH.</param>
    /// <param name="arguments">Without the program's name.</param>
    /// <param name="output">Gets what it prints.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<RunResult> RunAsync(
        Run run,
        ProcessOptions process,
        string program,
        IReadOnlyList<string> arguments,
        RunOutput output,
        CancellationToken stop
    )
    {
        var (folder, problem) = folders.Of(process.WorkingDirectory);
        if (folder is null)
        {
            return Failed(problem!);
        }

        var variables = CommandEnvironment.Of(run, process);
        if (CommandEnvironment.Find(program, variables, folder) is not { } path)
        {
            return Failed($"The program {program} is not there.");
        }

        var start = new ProcessStart
        {
            Path = path,
            Arguments = [program, .. arguments],
            Environment = variables,
            Folder = folder,
        };
        try
        {
            var code = await runner.RunAsync(start, output, stop);
            await output.FinishAsync();
            return new RunResult(Report(output) with { ExitCode = code }, Judge(code));
        }
        catch (Win32Exception refused)
        {
            return Failed($"{program} cannot be started: {refused.Message}.");
        }
    }

    private static RunResult Failed(string error) => new(new RunReport(), error);

    private static RunReport Report(RunOutput output) =>
        new() { OutputBytes = output.Bytes, Truncated = output.IsTruncated };

    private static string? Judge(int? code) =>
        code switch
        {
            0 => null,
            null => "The command ended, and nobody knows how.",
            > FirstSignal and <= LastSignal =>
                $"The command ended with exit code {code}, as by signal {code - FirstSignal}.",
            _ => $"The command ended with exit code {code}.",
        };
}
