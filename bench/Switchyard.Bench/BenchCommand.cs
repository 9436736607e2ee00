using Switchyard.Bench.Report;
using Switchyard.Bench.Scenarios;

namespace Switchyard.Bench;

/// <summary>The verb <c>bench</c>.</summary>
public static class BenchCommand
{
    /// <summary>The names of the scenarios and what each measures, in the order in which they run.</summary>
    public static IReadOnlyList<(string Name, string Summary)> Scenarios { get; } =
    [.. Scenario.All.Select(scenario => (scenario.Name, scenario.Summary))];

    /// <summary>Measures, prints a table, and writes the JSON file when one is asked for.</summary>
    /// <param name="options">What to measure and how often.</param>
    /// <param name="output">Where the table goes.</param>
    /// <param name="cancellation">Ends the bench; every process that it started ends with it.</param>
    /// <returns>
    /// 0 when everything was measured, whatever the figures; 1 when a scenario failed; 2 when the options are wrong.
    /// </returns>
    public static async Task<int> RunAsync(BenchOptions options, TextWriter output, CancellationToken cancellation)
    {
        string[] unknown = [.. options.Scenarios.Where(name => Scenario.All.All(known => known.Name != name))];
        if (unknown.Length > 0 || options.Runs is < 1 or > 100)
        {
            await output.WriteLineAsync(
                unknown.Length > 0 ? $"Unknown scenario: {string.Join(", ", unknown)}." : "Runs must be 1 to 100."
            );
            return 2;
        }
        if (options.Database is null && Wanted(options).FirstOrDefault(scenario => scenario.OnPostgres) is { } needy)
        {
            await output.WriteLineAsync($"{needy.Name} needs a PostgreSQL server to measure: --database.");
            return 2;
        }
        if (!OperatingSystem.IsLinux())
        {
            await output.WriteLineAsync("The bench needs Linux: epoll, /proc and fdatasync.");
            return 2;
        }
        string folder = Path.Combine(options.DataFolder ?? Path.GetTempPath(), $"switchyard-bench-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            return await RunInAsync(folder, options, output, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunInAsync(
        string folder,
        BenchOptions options,
        TextWriter output,
        CancellationToken cancellation
    )
    {
        DateTimeOffset startedAt = TimeProvider.System.GetUtcNow();
        var report = new BenchReport(Machine.Describe(folder), options.Quick);
        var context = new BenchContext(
            BenchPlan.From(options),
            options.Server,
            folder,
            options.Database,
            report,
            output,
            cancellation
        );
        bool failed = false;
        foreach (Scenario scenario in Wanted(options))
        {
            await output.WriteLineAsync($"{scenario.Name}: {scenario.Summary}");
            try
            {
                await scenario.RunAsync(context);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failed = true;
                await output.WriteLineAsync($"  FAILED: {Explain(failure)}");
            }
        }
        await output.WriteLineAsync();
        await ReportTable.WriteAsync(report, output);
        if (options.JsonFile is { } path)
        {
            await ReportFile.WriteAsync(path, report, startedAt, cancellation);
        }
        return failed ? 1 : 0;
    }

    /// <summary>A failed measurement says why in its message; anything else is a fault of the bench, told in full.</summary>
    private static string Explain(Exception failure) =>
        failure is BenchException or HttpRequestException ? failure.Message : failure.ToString();

    /// <summary>Those that are asked for by name, else all that there is something to measure for.</summary>
    private static IEnumerable<Scenario> Wanted(BenchOptions options) =>
        Scenario.All.Where(scenario =>
            options.Scenarios.Count == 0
                ? options.Database is not null || !scenario.OnPostgres
                : options.Scenarios.Contains(scenario.Name)
        );
}
