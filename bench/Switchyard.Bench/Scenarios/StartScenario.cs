using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>From the start of the process on an empty folder to the first healthy answer.</summary>
internal static class StartScenario
{
    public static async Task RunAsync(BenchContext context)
    {
        var seconds = new List<double>();
        for (int run = 0; run < context.Plan.Runs; run++)
        {
            await using (ServerProcess server = await context.StartServerAsync("start"))
            {
                seconds.Add(server.TimeToHealth.TotalSeconds);
            }
            context.RemoveData("start");
        }
        await context.AddAsync("start.time", "s", seconds);
    }
}
