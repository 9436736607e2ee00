using System.CommandLine;
using Switchyard.Bench;

namespace Switchyard.Verbs;

/// <summary><c>switchyard bench</c>: measures a real server over loopback.</summary>
internal static class BenchVerb
{
    public static Command Create()
    {
        string names = string.Join(", ", BenchCommand.Scenarios.Select(scenario => scenario.Name));
        var scenarios = new Argument<string[]>("scenario")
        {
            Description = $"What to measure; all by default. One of: {names}.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var runs = new Option<int>("--runs")
        {
            Description = "Runs of each measurement, of which the median counts.",
            DefaultValueFactory = _ => 5,
        };
        var json = new Option<string?>("--json") { Description = "Write the report to this file as JSON." };
        var data = new Option<string?>("--data") { Description = "A folder on the disk to measure." };
        var database = new Option<string?>("--database")
        {
            Description = "A PostgreSQL server to measure as well, postgres://user:password@host/database.",
        };
        var quick = new Option<bool>("--quick") { Description = "One short run of everything, with small queues." };
        var command = new Command("bench", "Measure a real server over loopback.")
        {
            scenarios,
            runs,
            json,
            data,
            database,
            quick,
        };
        command.SetAction(
            (parsed, cancellation) =>
                BenchCommand.RunAsync(
                    new BenchOptions
                    {
                        Scenarios = parsed.GetValue(scenarios) ?? [],
                        Runs = parsed.GetValue(runs),
                        JsonFile = parsed.GetValue(json),
                        DataFolder = parsed.GetValue(data),
                        Database = parsed.GetValue(database),
                        Quick = parsed.GetValue(quick),
                    },
                    parsed.InvocationConfiguration.Output,
                    cancellation
                )
        );
        return command;
    }
}
