using System.Text;
using Switchyard.Client;
using Switchyard.Client.Workers;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Telemetry;

public sealed class ExportTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task Export_ToACollector_HasMetricsAndTheTraceOfAJob()
    {
        using var collector = new Collector();
        using var folder = new TempFolder();
        var setup = new ServerSetup(folder.Path)
        {
            Environment = new Dictionary<string, string?>
            {
                ["SWITCHYARD_Telemetry__Otlp__Endpoint"] = collector.Address.ToString(),
                // As good as none is begun by the server; this one its sender wants recorded.
                ["SWITCHYARD_Telemetry__Traces"] = "0.000001",
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["OTEL_SERVICE_NAME"] = "renamed-service",
            },
        };
        await using var server = await Server.StartAsync(setup);
        var seen = new TaskCompletionSource<string?>();
        var options = new WorkerOptions { Name = "w" };
        var worker = new Client.Workers.Worker(
            options,
            new ClientOptions { Server = setup.Console, Key = ServerSetup.AdminKey }
        ).On(
            "traced",
            job =>
            {
                seen.TrySetResult(job.Job.TraceParent);
                return Task.FromResult(WorkResult.Succeeded(job.Payload));
            }
        );
        using var stop = new CancellationTokenSource();
        var working = worker.RunAsync(stop.Token);

        using var http = new HttpClient();
        using var submit = new HttpRequestMessage(HttpMethod.Post, new Uri(setup.Console, "/api/v1/jobs"));
        submit.Headers.Add("X-API-Key", ServerSetup.AdminKey);
        submit.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        submit.Content = new StringContent("""{"type":"traced"}""", Encoding.UTF8, "application/json");
        using var submitted = await http.SendAsync(submit);

        (await seen.Task.WaitAsync(TimeSpan.FromSeconds(20))).ShouldNotBeNull().ShouldStartWith($"00-{Trace}-");
        await Eventually.HoldsAsync(
            "metrics and traces came",
            () =>
                collector.Has(
                    "/v1/metrics",
                    "switchyard.round.duration",
                    "switchyard.tasks.enqueued",
                    "renamed-service"
                ) && collector.Has("/v1/traces", "submit traced", "dispatch traced", "settle"),
            TimeSpan.FromSeconds(30)
        );
        await stop.CancelAsync();
        await working;
    }
}
