using System.Net;
using System.Text.Json;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>What the native API says of a job.</summary>
internal static class NativeState
{
    /// <summary>Fails unless the job is there and waits for a worker.</summary>
    public static async Task ExpectPendingAsync(ServerProcess server, long job, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await server.Control.GetAsync(
            new Uri($"/api/v1/jobs/{job}", UriKind.Relative),
            cancellation
        );
        string body = await answer.Content.ReadAsStringAsync(cancellation);
        if (answer.StatusCode != HttpStatusCode.OK || State(body) != "pending")
        {
            throw new BenchException(
                $"Job {job} was acknowledged, but is not pending: {(int)answer.StatusCode} {body}"
            );
        }
    }

    private static string? State(string body)
    {
        using JsonDocument job = JsonDocument.Parse(body);
        return job.RootElement.GetProperty("state").GetString();
    }
}
