using System.CommandLine;
using Switchyard.Client.Workers;
using Switchyard.Contracts.Executors;
using Switchyard.Verbs.Calls;
using Switchyard.Worker;

namespace Switchyard.Verbs;

/// <summary><c>switchyard worker</c>: the executors on a machine of their own, for a server somewhere else.</summary>
internal static class WorkerVerb
{
    private static readonly Option<string?> Name = new("--name")
    {
        Description = "Its name, which no other worker of the server may have; default the machine's and a number.",
        HelpName = "NAME",
    };

    private static readonly Option<int> Max = new("--max")
    {
        Description = "Jobs that it does at once; default twice the processors.",
        HelpName = "N",
        DefaultValueFactory = _ => 2 * Environment.ProcessorCount,
    };

    private static readonly Option<string[]> Types = Arguments.Names(
        "--types",
        $"What it does: some of {string.Join(", ", ExecutorTypes.All)}; default all.",
        "TYPES"
    );

    private static readonly Option<string[]> Tags = Arguments.Names("--tags", "Its tags.", "TAGS");

    private static readonly Option<string[]> Roots = Arguments.Names(
        "--roots",
        "Folders that commands may start in, the first when they do not say; default any, and the one it is started in.",
        "PATHS"
    );

    private static readonly Option<bool> Private = new("--allow-private-network")
    {
        Description = "Lets http jobs ask loopback, link-local and private addresses.",
    };

    private static readonly Option<bool> Http = new("--http")
    {
        Description = "Asks for jobs over plain HTTP, where a WebSocket does not get through.",
    };

    public static Command Create()
    {
        Max.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000)
            {
                result.AddError("--max: 1 to 10000.");
            }
        });
        Types.Validators.Add(result =>
        {
            foreach (var unknown in (result.GetValueOrDefault<string[]>() ?? []).Except(ExecutorTypes.All))
            {
                result.AddError($"--types: {unknown} is none of {string.Join(", ", ExecutorTypes.All)}.");
            }
        });
        Roots.Validators.Add(result =>
        {
            foreach (var root in (result.GetValueOrDefault<string[]>() ?? []).Where(root => !Directory.Exists(root)))
            {
                result.AddError($"--roots: {root} is no folder.");
            }
        });
        return ServerArguments.Complete(
            new Command("worker", "Do shell, http and python jobs of a server, until told to stop.")
            {
                Name,
                Max,
                Types,
                Tags,
                Roots,
                Private,
                Http,
            },
            RunAsync
        );
    }

    private static async Task<int> RunAsync(ParseResult parsed, Call call)
    {
        var model = new WorkerModel
        {
            Name = parsed.GetValue(Name) ?? $"{Environment.MachineName}-{Environment.ProcessId}",
            MaxTasks = parsed.GetValue(Max),
            Types = parsed.GetValue(Types) is { Length: > 0 } types ? types : ExecutorTypes.All,
            Tags = parsed.GetValue(Tags) ?? [],
            Roots = [.. (parsed.GetValue(Roots) ?? []).Select(Path.GetFullPath)],
            AllowPrivateNetwork = parsed.GetValue(Private),
        };
        using var worker = new TaskWorker(
            model,
            Connector(call, model, parsed.GetValue(Http)),
            TimeProvider.System,
            what => call.Error.WriteLine($"{model.Name}: {what}")
        );
        try
        {
            await worker.RunAsync(call.Cancellation);
            return ExitCode.Success;
        }
        catch (WorkerRefusedException refused)
        {
            await call.Error.WriteLineAsync($"switchyard: {refused.Message}");
            return ExitCode.Refused;
        }
    }

    private static Func<CancellationToken, Task<IWorkerConnection>> Connector(
        Call call,
        WorkerModel model,
        bool isHttp
    ) =>
        async cancellation =>
            isHttp
                ? new HttpWorkerConnection(
                    new WorkerOptions { Name = model.Name, Capacity = model.MaxTasks },
                    call.Options
                )
                : await WebSocketWorkerConnection.ConnectAsync(call.Options, cancellation);
}
