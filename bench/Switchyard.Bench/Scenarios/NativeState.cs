using System.Net;
using System.Text.Json;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>What the native API says of a job.</summary>
internal static class NativeState
{
    /// <summary>Fails unless the job, which was acknowledged, is there and in this state.</summary>
    public static async Task ExpectAsync(ServerProcess server, long job, string state, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await server.Control.GetAsync(
            new Uri($"/api/v1/jobs/{job}", UriKind.Relative),
            cancellation
        );
        string body = await answer.Content.ReadAsStringAsync(cancellation);
        if (answer.StatusCode != HttpStatusCode.OK || State(body) != state)
        {
            throw new BenchException(
                $"Job {job} was acknowledged, but is not {state}: {(int)answer.StatusCode} {body}"
            );
        }
    }

    private static string? State(string body)
    {
        using JsonDocument job = JsonDocument.Parse(body);
        return job.RootElement.GetProperty("state").GetString();
    }
}
