using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchyard.Gateway.Health;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Scheduler.Node;

/// <summary>The node's health, for anybody: probes carry no key.</summary>
internal sealed class SchedulerHealth(NodeHealth health, SchedulerAnswers answers, string version)
{
    private const string Tag = "system";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/health", GetHealthAsync)
            .Describe(
                SchedulerDocs.Probe<HealthView>(Tag, "How the node is: its store and its queue are really tried.")
            );
        routes
            .MapGet("/api/health/ready", GetReadyAsync)
            .Describe(SchedulerDocs.Probe<ReadinessView>(Tag, "Whether the node can take work now."));
        routes
            .MapGet("/api/health/live", GetLiveAsync)
            .Describe(SchedulerDocs.Probe<LifeView>(Tag, "Whether only a restart helps."));
    }

    private async Task GetHealthAsync(HttpContext context)
    {
        var report = await health.CheckAsync(context.RequestAborted);
        var view = new HealthView(
            report.IsHealthy ? "healthy" : "unhealthy",
            report.Engine.Store ? "connected" : "disconnected",
            report.Engine.Queue ? "connected" : "disconnected",
            (long)report.Engine.Uptime.TotalSeconds,
            version
        );
        await (
            report.IsHealthy
                ? answers.SendAsync(context, 200, view, SchedulerJson.Default.Health)
                : answers.SendUnwellAsync(
                    context,
                    view,
                    SchedulerJson.Default.Health,
                    "The server is not healthy; its log says why."
                )
        );
    }

    private async Task GetReadyAsync(HttpContext context)
    {
        var report = await health.CheckAsync(context.RequestAborted);
        var view = new ReadinessView(
            report.IsHealthy ? "ready" : "not_ready",
            report.IsListening,
            report.IsStopping,
            report.Engine.Store,
            report.Engine.Queue
        );
        await (
            report.IsHealthy
                ? answers.SendAsync(context, 200, view, SchedulerJson.Default.Readiness)
                : answers.SendUnwellAsync(
                    context,
                    view,
                    SchedulerJson.Default.Readiness,
                    report.IsStopping ? "The server is stopping." : "The server cannot take work now; its log says why."
                )
        );
    }

    private async Task GetLiveAsync(HttpContext context)
    {
        var problem = await health.CheckLifeAsync(context.RequestAborted);
        await (
            problem is null
                ? answers.SendAsync(context, 200, new LifeView("alive"), SchedulerJson.Default.Life)
                : answers.SendUnwellAsync(
                    context,
                    new LifeView("dead"),
                    SchedulerJson.Default.Life,
                    $"The server must be started again. {problem}"
                )
        );
    }
}
