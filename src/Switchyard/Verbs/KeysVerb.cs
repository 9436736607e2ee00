using System.CommandLine;
using System.Globalization;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Keys;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard keys</c>: API keys; needs an admin key.</summary>
internal static class KeysVerb
{
    public static Command Create() =>
        new("keys", "List, create and delete API keys.") { CreateList(), CreateCreate(), CreateDelete() };

    private static Command CreateList() =>
        ServerArguments.Complete(
            new Command("list", "List keys, without their secrets."),
            async (_, call) =>
            {
                var keys = await call.Client.Keys.ListAsync(call.Cancellation);
                if (call.IsJson)
                {
                    await call.WriteJsonAsync(new KeyList(keys), ContractsJson.Default.KeyList);
                }
                else
                {
                    KeyPrinter.PrintList(call.Output, keys);
                }

                return ExitCode.Success;
            }
        );

    private static Command CreateCreate()
    {
        var name = new Argument<string>("name") { Description = "For people, 1 to 100 characters." };
        var scopes = Arguments.Names("--scopes", $"What it may do: {string.Join(", ", KeyScopes.All)}.", "A,B");
        scopes.Required = true;
        var format = new Option<string?>("--id-format")
        {
            Description = "uuid (default) or int: ids in dialects with uuids.",
        };
        format.AcceptOnlyFromAmong("uuid", "int");
        var queued = new Option<long?>("--max-queued")
        {
            Description = "Unfinished jobs at once; default no limit.",
            HelpName = "N",
        };
        var rate = new Option<int?>("--max-per-minute")
        {
            Description = "Requests a minute; default no limit.",
            HelpName = "N",
        };
        return ServerArguments.Complete(
            new Command("create", "Create a key; its secret is printed, this once.")
            {
                name,
                scopes,
                format,
                queued,
                rate,
            },
            async (parsed, call) =>
            {
                var creation = new KeyCreation
                {
                    Name = parsed.GetRequiredValue(name),
                    Scopes = parsed.GetRequiredValue(scopes),
                    IdFormat = parsed.GetValue(format),
                    MaxQueued = parsed.GetValue(queued),
                    MaxPerMinute = parsed.GetValue(rate),
                };
                var made = await call.Client.Keys.CreateAsync(creation, call.Cancellation);
                if (call.IsJson)
                {
                    await call.WriteJsonAsync(made, ContractsJson.Default.CreatedKeyView);
                }
                else
                {
                    // The secret alone on standard output: KEY=$(switchyard keys create …).
                    await call.Error.WriteLineAsync($"Key {made.Id}, {made.Name}. Its secret is shown this once:");
                    await call.Output.WriteLineAsync(made.Key);
                }

                return ExitCode.Success;
            }
        );
    }

    private static Command CreateDelete()
    {
        var id = new Argument<long>("id") { Description = "The key's number, as the list shows it." };
        return ServerArguments.Complete(
            new Command("delete", "Delete a key, which is refused from then on; its jobs stay.") { id },
            async (parsed, call) =>
            {
                var number = parsed.GetRequiredValue(id);
                await call.Client.Keys.DeleteAsync(number, call.Cancellation);
                if (call.IsJson)
                {
                    await call.WriteJsonAsync(new DeletedKey(number), VerbsJson.Default.DeletedKey);
                }
                else
                {
                    await call.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{number} deleted"));
                }

                return ExitCode.Success;
            }
        );
    }
}
