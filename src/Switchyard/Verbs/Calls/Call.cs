using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Client;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;

namespace Switchyard.Verbs.Calls;

/// <summary>One call of a server by a verb.</summary>
/// <param name="Client">The server.</param>
/// <param name="Options">Where it is, and the key.</param>
/// <param name="IsJson">Whether to answer in JSON: one document on one line, on standard output; problems on standard error.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Cancellation">Ctrl+C.</param>
internal sealed record Call(
    SwitchyardClient Client,
    ClientOptions Options,
    bool IsJson,
    TextWriter Output,
    TextWriter Error,
    CancellationToken Cancellation
)
{
    /// <summary>The server's console listener.</summary>
    public Uri Server => Options.Server;

    /// <summary>Answers in JSON.</summary>
    public Task WriteJsonAsync<T>(T value, JsonTypeInfo<T> type) =>
        Output.WriteLineAsync(JsonSerializer.Serialize(value, type));

    /// <summary>Says what went wrong.</summary>
    public Task FailAsync(Problem problem) =>
        Error.WriteLineAsync(
            IsJson
                ? JsonSerializer.Serialize(problem, ContractsJson.Default.Problem)
                : $"switchyard: {InWords(problem)}"
        );

    /// <summary>Runs, and makes exit codes of what goes wrong.</summary>
    public async Task<int> GuardAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (SwitchyardException refused)
        {
            await FailAsync(refused.Problem);
            return ExitCode.Refused;
        }
        catch (SwitchyardUnreachableException unreachable)
        {
            await FailAsync(
                new Problem
                {
                    Status = 0,
                    Code = "unreachable",
                    Detail = unreachable.Message,
                }
            );
            return ExitCode.Unreachable;
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private static string InWords(Problem problem)
    {
        var words = problem.Detail ?? problem.Title ?? "The server refused.";
        var id = problem is { Status: >= 500, CorrelationId: { } correlation }
            ? $" (correlation id {correlation})"
            : "";
        return words + id;
    }
}
