using Switchyard.Bench.Load;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>How much more of the server is resident with a million jobs of 200 bytes queued.</summary>
/// <remarks>
/// The measure starts after a tenth of the queue has gone in the same way, so that it shows what jobs cost and not what
/// the first use of the code costs; that is reported beside it. Memory that the server frees when it is idle does not
/// count, so both readings wait.
/// </remarks>
internal static class MemoryScenario
{
    private const int JobsPerCall = 5_000;
    private const int Million = 1_000_000;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(BenchContext context)
    {
        var added = new List<double>();
        var anonymous = new List<double>();
        var fromCold = new List<double>();
        for (int run = 0; run < context.Plan.Runs; run++)
        {
            await using (ServerProcess server = await context.StartServerAsync("memory"))
            {
                var load = new BulkLoad(server.Control, JobsPerCall, callers: 2);
                ProcessMemory cold = ProcessMemory.Of(server.ProcessId);
                await load.FillAsync(context.Plan.Queued / 10, context.Cancellation);
                ProcessMemory warm = await RestedAsync(context, server);
                long jobs = await load.FillAsync(context.Plan.Queued, context.Cancellation);
                ProcessMemory full = await RestedAsync(context, server);
                double perMillion = (double)Million / jobs;
                added.Add((full.ResidentMib - warm.ResidentMib) * perMillion);
                anonymous.Add((full.AnonymousMib - warm.AnonymousMib) * perMillion);
                fromCold.Add(full.ResidentMib - cold.ResidentMib);
            }
            context.RemoveData("memory");
        }
        await context.AddAsync("memory.added", "MiB/1M", added);
        await context.AddAsync("memory.added_anonymous", "MiB/1M", anonymous);
        await context.AddAsync("memory.added_since_start", "MiB", fromCold);
    }

    private static async Task<ProcessMemory> RestedAsync(BenchContext context, ServerProcess server)
    {
        await Task.Delay(context.Plan.Quick ? TimeSpan.Zero : Rest, TimeProvider.System, context.Cancellation);
        return ProcessMemory.Of(server.ProcessId);
    }
}
