using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Switchyard.Contracts.Schedules;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Schedules;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Native.Schedules;

/// <summary>The routes of schedules.</summary>
internal sealed class ScheduleRoutes(ISchedules schedules, TimeProvider clock)
{
    public const string Path = $"{NativeDialect.Prefix}/schedules";

    private const ApiScopes Own = ApiScopes.Read | ApiScopes.Submit;

    private static readonly QueryDoc[] Pages =
    [
        new("page", "From 1.", JsonSchemaType.Integer),
        new("size", "1 to 1000; default 50.", JsonSchemaType.Integer),
    ];

    private readonly NativeSchedules _schedules = new(schedules, clock);
    private readonly NativeRuns _runs = new(schedules, clock);

    public void Map(IEndpointRouteBuilder routes, NativeGuard guard)
    {
        routes
            .MapPost(Path, guard.For(ApiScopes.Submit, _schedules.CreateAsync))
            .Answers<ScheduleView>("schedules", "Make a schedule.", 201, typeof(ScheduleSubmission));
        routes
            .MapGet(Path, guard.For(Own, _schedules.ListAsync))
            .Answers<ScheduleList>(
                "schedules",
                "A page of schedules, newest first.",
                query:
                [
                    .. Pages,
                    new("status", "active, paused or disabled."),
                    new("search", "A part of the name, small and capital letters alike."),
                ]
            );
        routes
            .MapPost($"{Path}/preview", guard.For(Own, _schedules.PreviewAsync))
            .Answers<PreviewView>("schedules", "When a cron text would run.", body: typeof(PreviewRequest));
        routes
            .MapGet($"{Path}/{{id}}", guard.For(Own, _schedules.GetAsync))
            .Answers<ScheduleView>("schedules", "A schedule, with its payload and its next five slots.");
        routes
            .MapPatch($"{Path}/{{id}}", guard.For(ApiScopes.Submit, _schedules.ChangeAsync))
            .Answers<ScheduleView>(
                "schedules",
                "Change a schedule; what is absent stays.",
                body: typeof(ScheduleSubmission),
                query: [new("version", "Only when it is at this version.", JsonSchemaType.Integer)]
            );
        routes
            .MapDelete($"{Path}/{{id}}", guard.For(ApiScopes.Submit, _schedules.DeleteAsync))
            .AnswersNothing("schedules", "Remove a schedule that has no run at work; its runs stay.");
        MapRuns(routes, guard);
    }

    /// <summary>The id in the path; 0, which nothing has, when there is none.</summary>
    public static long IdOf(HttpContext context) =>
        long.TryParse(
            (string?)context.Request.RouteValues["id"],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : 0;

    private void MapRuns(IEndpointRouteBuilder routes, NativeGuard guard)
    {
        routes
            .MapPost($"{Path}/{{id}}/trigger", guard.For(ApiScopes.Submit, _runs.TriggerAsync))
            .Answers<ScheduleRunView>("schedules", "Make a run now.", 201, typeof(ScheduleTrigger));
        routes
            .MapPost($"{Path}/{{id}}/backfill", guard.For(ApiScopes.Submit, _runs.BackfillAsync))
            .Answers<BackfillView>(
                "schedules",
                "Make the runs of a range's slots that have none.",
                body: typeof(BackfillRequest)
            );
        routes
            .MapGet($"{Path}/{{id}}/runs", guard.For(Own, _runs.ListAsync))
            .Answers<ScheduleRunList>(
                "schedules",
                "A page of its runs, newest first.",
                query: [.. Pages, new("state", "One or more states of jobs, separated by commas.")]
            );
    }
}
