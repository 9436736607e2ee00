using System.Diagnostics;

namespace Switchyard.Testing;

/// <summary>A command to run to its end: a script, a client from another world.</summary>
/// <param name="File">A path, or a name found on the PATH.</param>
/// <param name="Arguments">Passed one by one, never through a shell.</param>
public sealed record Command(string File, params string[] Arguments)
{
    /// <summary>Where it runs; by default where the tests do.</summary>
    public string? Folder { get; init; }

    /// <summary>Variables beside those inherited; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>After which it is killed, with all that it started; 1 min by default.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Runs it with an empty standard input.</summary>
    /// <exception cref="TimeoutException">It was killed at its limit; the message holds what it had said.</exception>
    public async Task<CommandResult> RunAsync()
    {
        var start = new ProcessStartInfo(File, Arguments)
        {
            WorkingDirectory = Folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{File} {string.Join(' ', Arguments)} ran longer than {Limit.TotalSeconds:0} s and had said:\n{await output}{await error}"
            );
        }

        return new CommandResult(process.ExitCode, await output, await error);
    }
}
