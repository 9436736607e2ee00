using System.CommandLine;

namespace Switchyard.Verbs;

/// <summary><c>switchyard serve</c>: runs a node until it is told to stop.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "Folder that holds everything this node writes.",
            DefaultValueFactory = _ => new DirectoryInfo("data"),
        };
        var database = new Option<string?>("--database")
        {
            Description = "Where jobs are kept: sqlite (in the data folder).",
            HelpName = "sqlite",
        };
        var listen = new Option<string[]>("--listen")
        {
            Description = "Where a listener (console, broker, learning, pull, solver) is served; off: nowhere.",
            HelpName = "NAME=URL",
        };
        var command = new Command("serve", "Run a node.") { data, database, listen };
        command.SetAction((_, _) => throw new NotSupportedException("The node is not built yet."));
        return command;
    }
}
