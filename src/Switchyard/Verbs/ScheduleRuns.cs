using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Schedules;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard schedules trigger</c>, <c>backfill</c> and <c>preview</c>.</summary>
internal static class ScheduleRuns
{
    public static Command Trigger()
    {
        var id = SchedulesVerb.Id();
        var payload = new Argument<string?>("payload")
        {
            Description = "A JSON value for the worker, in the place of the schedule's own.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return ServerArguments.Complete(
            new Command("trigger", "Run a schedule now.") { id, payload },
            async (parsed, call) =>
            {
                if (!ScheduleCreation.TryPayload(parsed.GetValue(payload), out var given))
                {
                    var problem = new Problem
                    {
                        Status = 0,
                        Code = ProblemCodes.Invalid,
                        Detail = "The payload is no JSON.",
                    };
                    await call.FailAsync(problem);
                    return ExitCode.Usage;
                }

                var run = await call.Client.Schedules.TriggerAsync(
                    parsed.GetRequiredValue(id),
                    given,
                    call.Cancellation
                );
                if (call.IsJson)
                {
                    await call.WriteJsonAsync(run, ContractsJson.Default.ScheduleRunView);
                }
                else
                {
                    await call.Output.WriteLineAsync($"{run.Job.Id}"); // for show, logs and submit's kin
                }

                return ExitCode.Success;
            }
        );
    }

    public static Command Backfill()
    {
        var id = SchedulesVerb.Id();
        var (from, to) = (Moment("--from", "The first moment of the range."), Moment("--to", "The last; default now."));
        from.Required = true;
        var limit = new Option<int?>("--limit") { Description = "Slots at most; default 1000.", HelpName = "N" };
        return ServerArguments.Complete(
            new Command("backfill", "Make the runs of a range's slots that have none.") { id, from, to, limit },
            async (parsed, call) =>
            {
                var range = new BackfillRequest
                {
                    From = parsed.GetRequiredValue(from)!.Value,
                    To = parsed.GetValue(to) ?? TimeProvider.System.GetUtcNow(),
                    Limit = parsed.GetValue(limit),
                };
                var done = await call.Client.Schedules.BackfillAsync(
                    parsed.GetRequiredValue(id),
                    range,
                    call.Cancellation
                );
                if (call.IsJson)
                {
                    await call.WriteJsonAsync(done, ContractsJson.Default.BackfillView);
                }
                else
                {
                    var rest = done.Rest is { } next ? $", to go on from {next.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" : "";
                    await call.Output.WriteLineAsync($"{done.Made} made, {done.Repeated} there already{rest}");
                }

                return ExitCode.Success;
            }
        );
    }

    public static Command Preview()
    {
        var cron = new Argument<string>("cron") { Description = "A cron text: '0 2 * * *', @hourly." };
        var zone = new Option<string?>("--time-zone")
        {
            Description = "The zone of its times; default UTC.",
            HelpName = "ZONE",
        };
        var count = new Option<int?>("--count") { Description = "How many slots; default 5.", HelpName = "N" };
        return ServerArguments.Complete(
            new Command("preview", "Print when a cron text would run.") { cron, zone, count },
            async (parsed, call) =>
            {
                var asked = new PreviewRequest
                {
                    Schedule = parsed.GetRequiredValue(cron),
                    TimeZone = parsed.GetValue(zone),
                    Count = parsed.GetValue(count),
                };
                var slots = await call.Client.Schedules.PreviewAsync(asked, call.Cancellation);
                if (call.IsJson)
                {
                    await call.WriteJsonAsync(new PreviewView(slots), ContractsJson.Default.PreviewView);
                }
                else
                {
                    SchedulePrinter.PrintSlots(call.Output, slots);
                }

                return ExitCode.Success;
            }
        );
    }

    private static Option<DateTimeOffset?> Moment(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "2030-01-02T12:00:00Z",
            CustomParser = ReadMoment,
        };

    private static DateTimeOffset? ReadMoment(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        const DateTimeStyles style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, style, out var time))
        {
            return time;
        }

        result.AddError($"{text} is no moment: write it like 2030-01-02T12:00:00Z.");
        return null;
    }
}
