using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchyard.Gateway.Dialects.Scheduler.Node;
using Switchyard.Gateway.Dialects.Scheduler.Runs;
using Switchyard.Gateway.Dialects.Scheduler.Tasks;
using Switchyard.Gateway.Dialects.Scheduler.Workers;
using Switchyard.Gateway.Metrics;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>The scheduler's API, under <c>/api</c> on the console listener: cron tasks, their runs, workers.</summary>
internal sealed class SchedulerDialect(
    SchedulerGuard guard,
    SchedulerAnswers answers,
    SchedulerHealth health,
    SchedulerStatus status,
    TaskRoutes tasks,
    SchedulerLogs logs,
    SchedulerWorkers workers,
    MetricsEndpoint metrics,
    ApiPages pages
) : IDialect
{
    private const string Prefix = "/api";

    public void Map(IEndpointRouteBuilder routes)
    {
        health.Map(routes);
        status.Map(routes, guard);
        tasks.Map(routes, guard);
        logs.Map(routes, guard);
        workers.Map(routes, guard);
        routes.MapGet("/metrics", context => metrics.GetAsync(context, this)).ExcludeFromDescription();
        pages.Map(routes, Prefix);
    }

    public Task WriteFailureAsync(HttpContext context, GatewayFailure failure) =>
        answers.FailAsync(context, SchedulerErrors.Of(failure));
}
