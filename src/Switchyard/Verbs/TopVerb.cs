using System.CommandLine;
using Switchyard.Client;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Stats;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard top</c>: how a server stands, again and again.</summary>
internal static class TopVerb
{
    private const int ShownJobs = 20;

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var interval = Arguments.Time("--interval", "Between two looks, at least 100ms; default 1s.");
        var count = new Option<int?>("--count")
        {
            Description = "Looks; default no end on a terminal, else one.",
            HelpName = "N",
        };
        interval.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<TimeSpan?>() < MinInterval)
            {
                result.AddError("--interval must be at least 100ms.");
            }
        });
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
            {
                result.AddError("--count must be at least 1.");
            }
        });
        return ServerArguments.Complete(
            new Command("top", "Watch jobs and workers.") { interval, count },
            (parsed, call) =>
                WatchAsync(
                    call,
                    parsed.GetValue(interval) ?? DefaultInterval,
                    parsed.GetValue(count) ?? (Screen.IsTerminal(call.Output) && !call.IsJson ? int.MaxValue : 1)
                )
        );
    }

    private static async Task<int> WatchAsync(Call call, TimeSpan interval, int count)
    {
        (TopSample Sample, StatsView Stats)? last = null;
        for (var looks = 1; ; looks++)
        {
            last = await LookAsync(call, last);
            if (call.IsJson)
            {
                await call.WriteJsonAsync(last.Value.Sample, VerbsJson.Default.TopSample);
            }
            else
            {
                TopPrinter.Print(call.Output, call.Server, last.Value.Sample);
            }

            await call.Output.FlushAsync(call.Cancellation);
            if (looks == count)
            {
                return ExitCode.Success;
            }

            await Task.Delay(interval, TimeProvider.System, call.Cancellation);
        }
    }

    private static async Task<(TopSample, StatsView)> LookAsync(Call call, (TopSample Sample, StatsView Stats)? last)
    {
        var filter = new JobFilter([JobStates.Running], Limit: ShownJobs);
        var (stats, workers, running) = (
            call.Client.Jobs.CountAsync(call.Cancellation),
            call.Client.Workers.ListAsync(call.Cancellation),
            call.Client.Jobs.ListAsync(filter, call.Cancellation)
        );
        await Task.WhenAll(stats, workers, running);
        var (now, counts) = (TimeProvider.System.GetUtcNow(), await stats);
        var sample = new TopSample(
            now,
            counts.Jobs,
            last is { } before ? Rate(counts, before.Stats, now - before.Sample.At) : null,
            await workers,
            (await running).Jobs
        );
        return (sample, counts);
    }

    /// <summary>Of jobs that are kept: retention, which takes some away, cannot make it negative.</summary>
    private static double? Rate(StatsView now, StatsView before, TimeSpan time) =>
        time > TimeSpan.Zero ? Math.Round(Math.Max(0, now.Finished - before.Finished) / time.TotalSeconds, 1) : null;
}
