using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Schedules;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Bodies;

namespace Switchyard.Gateway.Dialects.Native.Schedules;

/// <summary>Schedules: made, read, changed, removed.</summary>
internal sealed class NativeSchedules(ISchedules schedules, TimeProvider clock)
{
    /// <summary>Slots on a schedule's detail.</summary>
    private const int NextRuns = 5;

    public async Task CreateAsync(HttpContext context, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Single, clock);
        if (!ScheduleReader.TryRead(body, isNew: true, out var given, out var problem))
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var by = Requester.Of(context, caller, Dialect.Native);
        var answer = await schedules.CreateAsync(given.Create(), by, context.RequestAborted);
        if (answer.Schedule is { } made)
        {
            context.Response.Headers.Location = string.Create(
                CultureInfo.InvariantCulture,
                $"{context.Request.PathBase}{ScheduleRoutes.Path}/{made.Id}"
            );
        }

        await AnswerAsync(context, 201, answer);
    }

    public async Task ListAsync(HttpContext context, Caller caller)
    {
        var query = new NativeQuery(context.Request);
        var (page, size) = (query.Page(), query.Size());
        var status = query.Status();
        var search = query.Text("search");
        if (search?.Length > 255)
        {
            query.Refuse("search: at most 255 characters");
        }

        if (query.Problem is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var found = await schedules.ListAsync(
            new ScheduleQuery
            {
                Sees = caller.Sees,
                Page = page,
                Size = size,
                Status = status,
                Search = search,
            },
            context.RequestAborted
        );
        var list = new ScheduleList([.. found.Schedules.Select(ScheduleTranslator.View)], found.Total, page, size);
        await SendAsync(context, 200, list, ContractsJson.Default.ScheduleList);
    }

    public async Task GetAsync(HttpContext context, Caller caller)
    {
        var found = await schedules.GetAsync(ScheduleRoutes.IdOf(context), caller.Sees, context.RequestAborted);
        await (
            found is null
                ? NativeErrors.WriteAsync(context, ScheduleErrors.NoSuchSchedule)
                : SendAsync(context, 200, Detail(found), ContractsJson.Default.ScheduleView)
        );
    }

    public async Task ChangeAsync(HttpContext context, Caller caller)
    {
        var query = new NativeQuery(context.Request);
        var version = query.Number("version", 1, long.MaxValue);
        var body = await RequestBody.ReadAsync(context, BodyLimits.Single, clock);
        if (query.Problem is { } wrong)
        {
            await NativeErrors.WriteAsync(context, wrong);
            return;
        }

        if (!ScheduleReader.TryRead(body, isNew: false, out var given, out var problem))
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var (id, by) = (ScheduleRoutes.IdOf(context), Requester.Of(context, caller, Dialect.Native));
        await AnswerAsync(
            context,
            200,
            await schedules.ChangeAsync(id, given.Change, version, by, context.RequestAborted)
        );
    }

    public async Task DeleteAsync(HttpContext context, Caller caller)
    {
        var by = Requester.Of(context, caller, Dialect.Native);
        var answer = await schedules.DeleteAsync(ScheduleRoutes.IdOf(context), by, context.RequestAborted);
        if (ScheduleErrors.Of(answer) is { } refusal)
        {
            await NativeErrors.WriteAsync(context, refusal);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public async Task PreviewAsync(HttpContext context, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Small, clock);
        if (!NativeBodies.TryRead(body.Span, ContractsJson.Default.PreviewRequest, out var asked, out var problem))
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var preview = schedules.Preview(asked.Schedule, asked.TimeZone ?? "UTC", asked.After, asked.Count ?? NextRuns);
        await (
            preview.Problem is { } wrong
                ? NativeErrors.WriteAsync(context, NativeErrors.Invalid(ScheduleErrors.Words(wrong)))
                : SendAsync(context, 200, new PreviewView(preview.Slots), ContractsJson.Default.PreviewView)
        );
    }

    private Task AnswerAsync(HttpContext context, int status, ScheduleAnswer answer) =>
        ScheduleErrors.Of(answer.Kind, answer.Problem) is { } refusal
            ? NativeErrors.WriteAsync(context, refusal)
            : SendAsync(context, status, Detail(answer.Schedule!), ContractsJson.Default.ScheduleView);

    private ScheduleView Detail(Schedule schedule)
    {
        var view = ScheduleTranslator.View(schedule);
        return schedule is { Slot: { } slot, Request: { Calendar: { } text, TimeZone: var zone } }
            ? view with
            {
                NextRuns = schedules.Preview(text, zone, slot.AddTicks(-1), NextRuns).Slots,
            }
            : view;
    }

    private Task SendAsync<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type) =>
        NativeAnswers.SendAsync(context, status, value, type, clock);
}
