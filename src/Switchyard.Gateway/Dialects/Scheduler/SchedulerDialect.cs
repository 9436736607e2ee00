using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchyard.Gateway.Health;
using Switchyard.Gateway.Metrics;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>The scheduler's API: so far its health and metrics, which are the node's.</summary>
internal sealed class SchedulerDialect(NodeHealth health, MetricsEndpoint metrics, TimeProvider clock, string version)
    : IDialect
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/health", GetHealthAsync);
        routes.MapGet("/api/health/ready", GetReadyAsync);
        routes.MapGet("/api/health/live", GetLiveAsync);
        routes.MapGet("/metrics", context => metrics.GetAsync(context, this));
    }

    public Task WriteFailureAsync(HttpContext context, GatewayFailure failure)
    {
        var (status, type, message) = SchedulerErrors.Of(failure);
        return SchedulerEnvelope.SendAsync(
            context,
            status,
            SchedulerEnvelope.Fail(status, type, message, clock.GetUtcNow())
        );
    }

    private async Task GetHealthAsync(HttpContext context)
    {
        var report = await health.CheckAsync(context.RequestAborted);
        await SendAsync(
            context,
            report.IsHealthy,
            "The server is not healthy; its log says why.",
            writer =>
            {
                writer.WriteString("status", report.IsHealthy ? "healthy" : "unhealthy");
                writer.WriteString("database", report.Engine.Store ? "connected" : "disconnected");
                writer.WriteString("message_queue", report.Engine.Queue ? "connected" : "disconnected");
                writer.WriteNumber("uptime_seconds", (long)report.Engine.Uptime.TotalSeconds);
                writer.WriteString("version", version);
            }
        );
    }

    private async Task GetReadyAsync(HttpContext context)
    {
        var report = await health.CheckAsync(context.RequestAborted);
        await SendAsync(
            context,
            report.IsHealthy,
            report.IsStopping ? "The server is stopping." : "The server cannot take work now; its log says why.",
            writer =>
            {
                writer.WriteString("status", report.IsHealthy ? "ready" : "not_ready");
                writer.WriteBoolean("listening", report.IsListening);
                writer.WriteBoolean("stopping", report.IsStopping);
                writer.WriteBoolean("store", report.Engine.Store);
                writer.WriteBoolean("queue", report.Engine.Queue);
            }
        );
    }

    private async Task GetLiveAsync(HttpContext context)
    {
        var problem = await health.CheckLifeAsync(context.RequestAborted);
        await SendAsync(
            context,
            problem is null,
            $"The server must be started again. {problem}",
            writer => writer.WriteString("status", problem is null ? "alive" : "dead")
        );
    }

    private Task SendAsync(HttpContext context, bool isWell, string problem, Action<Utf8JsonWriter> fields) =>
        SchedulerEnvelope.SendAsync(
            context,
            isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            SchedulerEnvelope.Wrap(
                isWell,
                writer =>
                {
                    writer.WriteStartObject();
                    fields(writer);
                    writer.WriteEndObject();
                },
                isWell ? "OK" : problem,
                clock.GetUtcNow()
            )
        );
}
