using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Executors;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Bodies;
using Switchyard.Gateway.Dialects.Scheduler.Runs;

namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>Runs made by hand.</summary>
internal sealed class SchedulerTrigger(
    ISchedules schedules,
    SchedulerRuns runs,
    SchedulerAnswers answers,
    TimeProvider clock
)
{
    private const string Parameters = "parameters";

    public async Task TriggerAsync(HttpContext context, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Single, clock);
        if (!SchedulerBody.TryRead(body, mayBeEmpty: true, out var given, out var malformed))
        {
            await answers.FailAsync(context, malformed);
            return;
        }

        var (id, aborted) = (SchedulerIds.Of(context, "task_id"), context.RequestAborted);
        ReadOnlyMemory<byte>? payload = null;
        if (given.Value.TryGetProperty(Parameters, out var parameters) && parameters.ValueKind != JsonValueKind.Null)
        {
            if (await schedules.GetAsync(id, caller.Sees, aborted) is not { } task)
            {
                await answers.FailAsync(context, SchedulerErrors.NoSuchTask);
                return;
            }

            if (Refusal(task.Request, parameters, out var own) is { } refused)
            {
                await answers.FailAsync(context, refused);
                return;
            }

            payload = own;
        }

        var by = Requester.Of(context, caller, Dialect.Scheduler);
        var answer = await schedules.TriggerAsync(id, payload, by, aborted);
        await (
            SchedulerErrors.Of(answer.Kind, answer.Problem) is { } problem
                ? answers.FailAsync(context, problem)
                : runs.SendMadeAsync(context, answer.Run!)
        );
    }

    /// <summary>What this run is given in the place of the task's payload; or why it is not.</summary>
    private static SchedulerProblem? Refusal(
        ScheduleRequest task,
        JsonElement parameters,
        out ReadOnlyMemory<byte> payload
    )
    {
        payload = default;
        if (parameters.ValueKind != JsonValueKind.Object)
        {
            return SchedulerErrors.Invalid([new(Parameters, "must be an object")]);
        }

        payload = TaskPayload.Merge(task.Payload, parameters, TaskPayload.FieldsOf(task.Type));
        var problems = ExecutorTypes.Check(task.Type, payload);
        return problems.Count == 0
            ? null
            : SchedulerErrors.Invalid([
                .. problems.Select(problem => new SchedulerRecords.FieldProblem(
                    $"{Parameters}.{problem.Field}",
                    problem.Message
                )),
            ]);
    }
}
