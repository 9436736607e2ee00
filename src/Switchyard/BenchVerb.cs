using System.CommandLine;
using Switchyard.Bench;
using Switchyard.Bench.Servers;

namespace Switchyard;

/// <summary><c>switchyard bench</c>, and the hidden verb by which it runs the server to compare with.</summary>
internal static class BenchVerb
{
    public static Command Bench()
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
        var quick = new Option<bool>("--quick") { Description = "One short run of everything, with small queues." };
        var command = new Command("bench", "Measure a real server over loopback.")
        {
            scenarios,
            runs,
            json,
            data,
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
                        Quick = parsed.GetValue(quick),
                    },
                    parsed.InvocationConfiguration.Output,
                    cancellation
                )
        );
        return command;
    }

    public static Command Echo()
    {
        var port = new Argument<int>("port");
        var command = new Command(EchoServer.Verb) { port };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => EchoServer.RunAsync(parsed.GetValue(port), cancellation));
        return command;
    }
}
