using Switchyard.Bench.Load;

namespace Switchyard.Bench.Scenarios;

/// <summary>One subject of a comparison: its load, run in turn with the others' so that a slow minute hits them all.</summary>
/// <param name="load">Runs the load once for that long.</param>
/// <param name="serverCpu">The server's processor time so far.</param>
internal sealed class RunSeries(Func<TimeSpan, LoadResult> load, Func<TimeSpan> serverCpu)
{
    private readonly List<LoadResult> results = [];
    private readonly CpuMeter cpu = new(serverCpu);

    public double[] Rates => [.. results.Select(result => result.PerSecond)];

    public void WarmUp(TimeSpan time) => load(time);

    public void Run(TimeSpan time)
    {
        cpu.Begin();
        LoadResult result = load(time);
        cpu.End(result.Completed);
        results.Add(result);
    }

    /// <summary>This one's rates over the other's, run by run.</summary>
    public double[] RatioTo(RunSeries other) => [.. Rates.Zip(other.Rates, (mine, theirs) => mine / theirs)];

    /// <summary>Reports rate, latency and processor time under a name.</summary>
    public async Task AddAsync(BenchContext context, string name, string unit)
    {
        await context.AddAsync($"{name}.rate", unit, Rates);
        await context.AddAsync($"{name}.p50", "ms", [.. results.Select(result => result.P50Ms)]);
        await context.AddAsync($"{name}.p99", "ms", [.. results.Select(result => result.P99Ms)]);
        await context.AddAsync($"{name}.server_cpu", "us/op", cpu.Server);
        await context.AddAsync($"{name}.generator_cpu", "us/op", cpu.Generator);
        if (results.Exists(result => result.Polls > 0))
        {
            double[] polls = [.. results.Select(result => result.Polls / (double)result.Completed)];
            await context.AddAsync($"{name}.polls", "polls/task", polls);
        }
    }
}
