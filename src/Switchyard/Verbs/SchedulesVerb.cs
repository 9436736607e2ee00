using System.CommandLine;
using Switchyard.Client;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Schedules;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard schedules</c>: what runs when.</summary>
internal static class SchedulesVerb
{
    public static Command Create() =>
        new("schedules", "List, create, run and change schedules.")
        {
            List(),
            Show(),
            ScheduleCreation.Create(),
            ChangeStatus("pause", "paused", "Let a schedule run by hand only."),
            ChangeStatus("resume", "active", "Let a schedule run of itself again."),
            ScheduleRuns.Trigger(),
            ScheduleRuns.Backfill(),
            ScheduleRuns.Preview(),
        };

    /// <summary>The argument that names a schedule.</summary>
    public static Argument<long> Id() => new("id") { Description = "The schedule's number, as the list shows it." };

    private static Command List()
    {
        var status = new Option<string?>("--status")
        {
            Description = "Only this status: active, paused or disabled.",
            HelpName = "STATUS",
        };
        status.AcceptOnlyFromAmong("active", "paused", "disabled");
        var search = new Option<string?>("--search")
        {
            Description = "Only names that contain this.",
            HelpName = "TEXT",
        };
        var page = Number("--page", "Which page; default 1.", 1, int.MaxValue);
        var size = Number("--size", "Schedules on a page, 1 to 1000; default 50.", 50, 1_000);
        return ServerArguments.Complete(
            new Command("list", "List schedules, newest first.") { status, search, page, size },
            async (parsed, call) =>
            {
                var filter = new ScheduleFilter(
                    parsed.GetValue(status),
                    parsed.GetValue(search),
                    parsed.GetValue(page),
                    parsed.GetValue(size)
                );
                var list = await call.Client.Schedules.ListAsync(filter, call.Cancellation);
                if (call.IsJson)
                {
                    await call.WriteJsonAsync(list, ContractsJson.Default.ScheduleList);
                }
                else
                {
                    SchedulePrinter.PrintList(call.Output, list.Schedules);
                }

                return ExitCode.Success;
            }
        );
    }

    private static Command Show()
    {
        var id = Id();
        return ServerArguments.Complete(
            new Command("show", "Show a schedule, its next slots and its last runs.") { id },
            async (parsed, call) =>
            {
                var number = parsed.GetRequiredValue(id);
                if (await call.Client.Schedules.FindAsync(number, call.Cancellation) is not { } schedule)
                {
                    var problem = new Problem
                    {
                        Status = 404,
                        Code = ProblemCodes.NotFound,
                        Detail = $"There is no schedule {number}.",
                    };
                    await call.FailAsync(problem);
                    return ExitCode.Refused;
                }

                if (call.IsJson)
                {
                    await call.WriteJsonAsync(schedule, ContractsJson.Default.ScheduleView);
                }
                else
                {
                    var runs = await call.Client.Schedules.RunsAsync(number, page: 1, size: 10, call.Cancellation);
                    SchedulePrinter.PrintOne(call.Output, schedule, runs.Runs);
                }

                return ExitCode.Success;
            }
        );
    }

    private static Command ChangeStatus(string name, string status, string description)
    {
        var id = Id();
        return ServerArguments.Complete(
            new Command(name, description) { id },
            async (parsed, call) =>
            {
                var changed = await call.Client.Schedules.ChangeAsync(
                    parsed.GetRequiredValue(id),
                    new ScheduleSubmission { Status = status },
                    version: null,
                    call.Cancellation
                );
                if (call.IsJson)
                {
                    await call.WriteJsonAsync(changed, ContractsJson.Default.ScheduleView);
                }
                else
                {
                    await call.Output.WriteLineAsync($"{changed.Id} {changed.Status}");
                }

                return ExitCode.Success;
            }
        );
    }

    private static Option<int> Number(string name, string description, int fallback, int most)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => fallback,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var number && (number < 1 || number > most))
            {
                result.AddError($"{name} must be 1 to {most}.");
            }
        });
        return option;
    }
}
