using System.CommandLine;
using Switchyard.Bench.Servers;

namespace Switchyard.Verbs;

/// <summary>The hidden verb by which the bench runs the bare echo, to compare with, in a process of its own.</summary>
internal static class BenchEchoVerb
{
    public static Command Create()
    {
        var port = new Argument<int>("port");
        var command = new Command(EchoServer.Verb, "Run the bare echo.") { port };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => EchoServer.RunAsync(parsed.GetValue(port), cancellation));
        return command;
    }
}
