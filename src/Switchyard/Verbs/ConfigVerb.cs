using System.CommandLine;
using System.Text.Json;
using Switchyard.Hosting;
using Switchyard.Options;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard config</c>: the options as <c>serve</c> would have them, and where each stands.</summary>
internal static class ConfigVerb
{
    public static Command Create()
    {
        var arguments = new ServeArguments();
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        var all = new Option<bool>("--all") { Description = "Those without effect in this version as well." };
        var command = new Command("config", "Print the effective options and their sources; secrets are masked.")
        {
            json,
            all,
        };
        arguments.AddTo(command);
        command.SetAction(parsed =>
        {
            var console = parsed.InvocationConfiguration;
            var options = arguments.Read(parsed);
            var set = options.Read(Environment.CurrentDirectory, Environment.GetEnvironmentVariables());
            NodeModelReader.Read(set, options.DataFolder); // finds what is wrong
            var known = parsed.GetValue(all) ? NodeOptions.All : NodeOptions.All.Except(NodeOptions.Reserved);
            var values = known.Select(option => ValueOf(set, option)).Concat(AdminKeyValue()).ToList();
            if (parsed.GetValue(json))
            {
                console.Output.WriteLine(JsonSerializer.Serialize(values, VerbsJson.Default.ListConfigValue));
            }
            else
            {
                ConfigPrinter.Print(console.Output, values);
            }

            foreach (var problem in set.Problems)
            {
                console.Error.WriteLine($"switchyard: {problem}");
            }

            return set.Problems.Count > 0 ? ExitCode.Configuration : ExitCode.Success;
        });
        return command;
    }

    private static ConfigValue ValueOf(OptionSet set, OptionInfo option) =>
        set.TextOf(option) is { } given
            ? new ConfigValue(option.Key, given, set.SourceOf(option)!)
            : new ConfigValue(option.Key, option.Default, "default");

    private static IEnumerable<ConfigValue> AdminKeyValue() =>
        Environment.GetEnvironmentVariable(AdminKey.Variable) is { Length: > 0 }
            ? [new ConfigValue(AdminKey.Variable, OptionKinds.Masked, "environment")]
            : [];
}
