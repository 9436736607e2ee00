using System.CommandLine;

namespace Switchyard.Verbs.Calls;

/// <summary>What <c>serve</c> takes, and the verbs that tell how it would be served.</summary>
internal sealed class ServeArguments
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder that holds everything this node writes.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ServeOptions.DefaultDataFolder,
    };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "Where jobs are kept: sqlite (in the data folder), or a PostgreSQL database.",
        HelpName = "sqlite|postgres://…",
    };

    private readonly Option<string[]> _listen = new("--listen")
    {
        Description = "Where a listener (console, broker, learning, pull, solver) is served; off: nowhere.",
        HelpName = "NAME=URL",
    };

    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_database);
        command.Add(_listen);
    }

    public ServeOptions Read(ParseResult parsed) =>
        new(parsed.GetRequiredValue(_data), parsed.GetValue(_database), parsed.GetValue(_listen) ?? []);
}
