using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchyard.Gateway.Health;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>The scheduler's API: so far its health, which is the node's.</summary>
internal sealed class SchedulerDialect(NodeHealth health, TimeProvider clock, string version) : IDialect
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/health", GetHealthAsync);

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
        var body = SchedulerEnvelope.Wrap(
            report.IsHealthy,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("status", report.IsHealthy ? "healthy" : "unhealthy");
                writer.WriteString("database", report.Engine.Store ? "connected" : "disconnected");
                writer.WriteString("message_queue", report.Engine.Queue ? "connected" : "disconnected");
                writer.WriteNumber("uptime_seconds", (long)report.Engine.Uptime.TotalSeconds);
                writer.WriteString("version", version);
                writer.WriteEndObject();
            },
            report.IsHealthy ? "OK" : "The server is not healthy; its log says why.",
            clock.GetUtcNow()
        );
        var status = report.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await SchedulerEnvelope.SendAsync(context, status, body);
    }
}
