using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Schedules;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Bodies;

namespace Switchyard.Gateway.Dialects.Native.Schedules;

/// <summary>Runs of schedules: made by hand or for slots gone by, and listed.</summary>
internal sealed class NativeRuns(ISchedules schedules, TimeProvider clock)
{
    private const int MaxBackfill = 1_000;

    public async Task TriggerAsync(HttpContext context, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Single, clock);
        var given = new ScheduleTrigger();
        if (
            !body.IsEmpty
            && !NativeBodies.TryRead(body.Span, ContractsJson.Default.ScheduleTrigger, out given, out var problem)
        )
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var (id, by) = (ScheduleRoutes.IdOf(context), Requester.Of(context, caller, Dialect.Native));
        // Not a bare null: that would convert to an empty memory, which is a payload as well.
        var payload = given.Payload.IsEmpty ? default(ReadOnlyMemory<byte>?) : given.Payload.Bytes;
        var answer = await schedules.TriggerAsync(id, payload, by, context.RequestAborted);
        await (
            ScheduleErrors.Of(answer.Kind, answer.Problem) is { } refusal
                ? NativeErrors.WriteAsync(context, refusal)
                : NativeAnswers.SendAsync(
                    context,
                    201,
                    ScheduleTranslator.View(answer.Run!),
                    ContractsJson.Default.ScheduleRunView,
                    clock
                )
        );
    }

    public async Task BackfillAsync(HttpContext context, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Small, clock);
        if (!NativeBodies.TryRead(body.Span, ContractsJson.Default.BackfillRequest, out var asked, out var problem))
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var answer = await schedules.BackfillAsync(
            ScheduleRoutes.IdOf(context),
            asked.From,
            asked.To,
            asked.Limit ?? MaxBackfill,
            Requester.Of(context, caller, Dialect.Native),
            context.RequestAborted
        );
        await (
            ScheduleErrors.Of(answer.Kind, answer.Problem) is { } refusal
                ? NativeErrors.WriteAsync(context, refusal)
                : NativeAnswers.SendAsync(
                    context,
                    200,
                    new BackfillView(answer.Made, answer.Repeated, answer.Rest),
                    ContractsJson.Default.BackfillView,
                    clock
                )
        );
    }

    public async Task ListAsync(HttpContext context, Caller caller)
    {
        var query = new NativeQuery(context.Request);
        var asked = new ScheduleRunQuery
        {
            ScheduleId = ScheduleRoutes.IdOf(context),
            Page = query.Page(),
            Size = query.Size(),
            States = query.States(),
        };
        if (query.Problem is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        if (await schedules.RunsAsync(asked, caller.Sees, context.RequestAborted) is not { } page)
        {
            await NativeErrors.WriteAsync(context, ScheduleErrors.NoSuchSchedule);
            return;
        }

        var list = new ScheduleRunList(
            [.. page.Runs.Select(ScheduleTranslator.View)],
            page.Total,
            asked.Page,
            asked.Size
        );
        await NativeAnswers.SendAsync(context, 200, list, ContractsJson.Default.ScheduleRunList, clock);
    }
}
