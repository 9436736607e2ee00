using System.Net;
using System.Text;
using System.Text.Json;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>A subscriber to server-sent events, event by event.</summary>
internal sealed class LiveStream : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _reader;

    private LiveStream(HttpResponseMessage answer, Stream body) =>
        (_answer, _reader) = (answer, new StreamReader(body, Encoding.UTF8));

    /// <summary>The id that was last seen.</summary>
    public string LastId { get; private set; } = "";

    public static async Task<LiveStream> OpenAsync(
        ServerFixture server,
        string path,
        string? lastId = null,
        string key = ServerFixture.AdminKey
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.At("console", path));
        request.Headers.Add("X-API-Key", key);
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new LiveStream(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event's kind and data; null at the end. An id without an event is noted and passed over.</summary>
    public async Task<(string Name, JsonElement Data)?> NextAsync()
    {
        var (name, data) = ("", "");
        while (await _reader.ReadLineAsync().WaitAsync(Patience, TimeProvider.System) is { } line)
        {
            if (line.Length == 0 && data.Length > 0)
            {
                return (name, JsonElement.Parse(data));
            }

            LastId = line.StartsWith("id: ", StringComparison.Ordinal) ? line[4..] : LastId;
            name = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : name;
            data = line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : data;
        }

        return null;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _answer.Dispose();
    }
}
