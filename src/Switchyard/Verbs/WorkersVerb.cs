using System.CommandLine;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Workers;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard workers</c>: who does jobs.</summary>
internal static class WorkersVerb
{
    public static Command Create() =>
        ServerArguments.Complete(
            new Command("workers", "List workers that are connected, or were within the last minute."),
            async (_, call) =>
            {
                var workers = await call.Client.Workers.ListAsync(call.Cancellation);
                if (call.IsJson)
                {
                    await call.WriteJsonAsync(new WorkerList(workers), ContractsJson.Default.WorkerList);
                }
                else
                {
                    WorkerPrinter.PrintList(call.Output, workers);
                }

                return ExitCode.Success;
            }
        );
}
