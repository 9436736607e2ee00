using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>
/// One shell job at a time, of a command that says by a named pipe that it runs and then ends: from the answer to its
/// submit to the command's word, and from there to the end of a request that waits for the job's end.
/// </summary>
internal static class ShellScenario
{
    private const int Jobs = 200;
    private const int QuickJobs = 50;

    public static async Task RunAsync(BenchContext context)
    {
        await using ServerProcess server = await context.StartServerAsync("shell");
        string pipe = Path.Combine(context.DataFolder, "shell.pipe");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(context.Cancellation);
        }
        // For writing as well: so it neither waits for a writer nor ends with one.
        await using FileStream words = new(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1);
        int jobs = context.Plan.Quick ? QuickJobs : Jobs;
        await MeasureAsync(server, words, jobs, context.Cancellation);
        var start = new List<double>();
        var end = new List<double>();
        for (int run = 0; run < context.Plan.Runs; run++)
        {
            (double startMs, double endMs) = await MeasureAsync(server, words, jobs, context.Cancellation);
            start.Add(startMs);
            end.Add(endMs);
        }
        await context.AddAsync("shell.start_p50", "ms", start);
        await context.AddAsync("shell.end_p50", "ms", end);
    }

    private static async Task<(double StartMs, double EndMs)> MeasureAsync(
        ServerProcess server,
        FileStream words,
        int jobs,
        CancellationToken cancellation
    )
    {
        var starts = new List<double>(jobs);
        var ends = new List<double>(jobs);
        for (int job = 0; job < jobs; job++)
        {
            Task<long> begins = Task.Run(() => NextWord(words), cancellation);
            long id = await SubmitAsync(server, $"echo > {words.Name}", cancellation);
            long accepted = TimeProvider.System.GetTimestamp();
            Task<string> ended = server.Control.GetStringAsync(
                new Uri($"/api/v1/jobs/{id}?wait=30", UriKind.Relative),
                cancellation
            );
            long begun = await begins.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, cancellation);
            string view = await ended;
            ends.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
            starts.Add(TimeProvider.System.GetElapsedTime(accepted, begun).TotalMilliseconds);
            if (!view.Contains("\"succeeded\"", StringComparison.Ordinal))
            {
                throw new BenchException($"A shell job did not succeed: {view}");
            }
        }
        return (Median(starts), Median(ends));
    }

    private static long NextWord(FileStream words)
    {
        words.ReadByte();
        return TimeProvider.System.GetTimestamp();
    }

    private static async Task<long> SubmitAsync(ServerProcess server, string command, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await server.Control.PostAsJsonAsync(
            new Uri("/api/v1/jobs", UriKind.Relative),
            new { type = "shell", payload = new { command } },
            cancellation
        );
        answer.EnsureSuccessStatusCode();
        JsonElement reference = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return reference.GetProperty("id").GetInt64();
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
