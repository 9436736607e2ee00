using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>Clients that go while they wait.</summary>
public sealed class HttpWorkerPollTests
{
    [Fact]
    public async Task Poll_ItsClientHangsUp_LosesNoJob()
    {
        await using var server = await ServerFixture.StartAsync();
        await PostAsync(server, "workers", """{"worker":"w1","types":["t"]}""");
        for (var i = 1; i <= 20; i++)
        {
            using var impatient = new CancellationTokenSource();
            var poll = LeaseAsync(server, impatient.Token);
            var submit = PostAsync(server, "jobs", """{"type":"t"}""");
            await impatient.CancelAsync();
            await submit;
            var got = await poll;

            // Whether the answer went out before is a race; a job is never held by nobody.
            var id = i;
            await Eventually.HoldsAsync(
                "the job is with its worker, or free",
                async () =>
                {
                    var state = await StateAsync(server, id);
                    return state == (got ? "running" : "pending");
                }
            );
            await PostAsync(server, $"jobs/{i}/cancel", "");
        }
    }

    private static async Task<bool> LeaseAsync(ServerFixture server, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server.At("console", "/api/v1/workers/w1/lease"))
        {
            Content = new StringContent("""{"wait_ms":60000}"""),
            Headers = { { "X-API-Key", ServerFixture.AdminKey } },
        };
        try
        {
            using var answer = await server.Http.SendAsync(request, cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task PostAsync(ServerFixture server, string path, string json) =>
        await server.SendAsync(HttpMethod.Post, "console", $"/api/v1/{path}", json);

    private static async Task<string?> StateAsync(ServerFixture server, int id)
    {
        var (_, job) = await server.SendAsync(HttpMethod.Get, "console", $"/api/v1/jobs/{id}");
        return job.GetProperty("state").GetString();
    }
}
