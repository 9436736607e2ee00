using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Switchyard.EndToEnd.Tests.Broker;

/// <summary>A client of the broker dialect that sends exactly the bytes that it was given.</summary>
internal sealed class BrokerClient(Uri server) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(90) };

    /// <summary>createTask.</summary>
    /// <param name="task">The task as JSON, forwarded byte for byte.</param>
    /// <exception cref="HttpRequestException">No answer came: whether the task exists is unknown.</exception>
    public Task<BrokerAnswer> CreateAsync(string task) => PostAsync("/createTask", $$"""{"task":{{task}}}""");

    /// <summary>getTaskResult.</summary>
    /// <param name="taskId">As createTask answered.</param>
    /// <param name="wait">How many seconds an unfinished task may hold the answer back; at most 60.</param>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public Task<BrokerAnswer> ReadAsync(string taskId, int wait = 0) =>
        PostAsync(
            "/getTaskResult",
            wait == 0 ? $$"""{"taskId":"{{taskId}}"}""" : $$"""{"taskId":"{{taskId}}","wait":{{wait}}}"""
        );

    /// <summary>The sums of <c>GET /api/tasks</c>; null while the store is out.</summary>
    public async Task<TaskSummary?> TrySummaryAsync()
    {
        using var answer = await _http.GetAsync(new Uri("/api/tasks?limit=1", UriKind.Relative));
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return null;
        }

        using var document = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        var summary = document.RootElement.GetProperty("summary");
        return new TaskSummary(
            summary.GetProperty("total").GetInt64(),
            summary.GetProperty("completed").GetInt64(),
            summary.GetProperty("pending").GetInt64(),
            summary.GetProperty("assigned").GetInt64()
        );
    }

    public void Dispose() => _http.Dispose();

    private async Task<BrokerAnswer> PostAsync(string path, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        return new BrokerAnswer(
            answer.StatusCode,
            answer.Content.Headers.ContentType?.MediaType,
            await answer.Content.ReadAsStringAsync()
        );
    }
}
