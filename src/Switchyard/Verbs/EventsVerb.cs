using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Switchyard.Contracts.Events;
using Switchyard.Contracts.Json;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard events</c>: how jobs stand, and what changes.</summary>
internal static class EventsVerb
{
    private const string Snapshot = "snapshot";

    public static Command Create()
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Print changes as they happen, until Ctrl+C." };
        var type = new Option<string?>("--type") { Description = "Only jobs of this type.", HelpName = "TYPE" };
        var state = Arguments.Names("--state", "Only changes to these states.", "A,B");
        return ServerArguments.Complete(
            new Command("events", "Print how many jobs are in each state, or what changes.") { follow, type, state },
            async (parsed, call) =>
            {
                var query = QueryOf(parsed.GetValue(type), parsed.GetValue(state) ?? []);
                await foreach (var item in call.Client.Events.FollowAsync(query, null, call.Cancellation))
                {
                    if (item.EventType == Snapshot != parsed.GetValue(follow))
                    {
                        await WriteAsync(call, item.EventType, item.Data);
                    }

                    if (!parsed.GetValue(follow))
                    {
                        break;
                    }
                }

                return ExitCode.Success;
            }
        );
    }

    private static string QueryOf(string? type, string[] states)
    {
        List<string> parts = [];
        if (type is not null)
        {
            parts.Add("type=" + Uri.EscapeDataString(type));
        }

        if (states.Length > 0)
        {
            parts.Add("state=" + Uri.EscapeDataString(string.Join(',', states)));
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private static async Task WriteAsync(Call call, string kind, string json)
    {
        if (call.IsJson)
        {
            await call.Output.WriteLineAsync(json);
        }
        else if (kind == Snapshot)
        {
            var snapshot = JsonSerializer.Deserialize(json, ContractsJson.Default.EventSnapshot)!;
            foreach (var (state, count) in snapshot.Counts)
            {
                await call.Output.WriteLineAsync(
                    string.Create(CultureInfo.InvariantCulture, $"{state, -10} {count, 12}")
                );
            }
        }
        else if (kind == "job")
        {
            var change = JsonSerializer.Deserialize(json, ContractsJson.Default.JobEventView)!;
            await call.Output.WriteLineAsync(Screen.Defused(InWords(change)));
        }

        await call.Output.FlushAsync(call.Cancellation);
    }

    private static string InWords(JobEventView change)
    {
        var reason = change.Reason is { } word ? $" ({word})" : "";
        var worker = change.Worker is { } name ? $" by {name}" : "";
        var time = change.At.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return $"{time} {change.Job} {change.Type}: {change.From ?? "new"} → {change.To ?? "deleted"}{reason}{worker}";
    }
}
