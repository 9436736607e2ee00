using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Gateway.Listeners;
using Switchyard.Hosting;
using Switchyard.Options;

namespace Switchyard.Gateway.Tests.Serving;

/// <summary>
/// A whole node as <c>switchyard serve</c> composes it, in this process: real store in a folder of its own, every
/// listener on a free port of loopback, <see cref="AdminKey"/> as its admin key. One a test: it starts in some 50 ms.
/// </summary>
internal sealed class ServerFixture : IAsyncDisposable
{
    public const string AdminKey = "fixture-admin-key-0123456789";

    private readonly TempFolder _folder;
    private Node _node;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private bool _stopped;

    private ServerFixture(TempFolder folder, Node node)
    {
        (_folder, _node) = (folder, node);
        _http.Timeout = TimeSpan.FromSeconds(30);
    }

    /// <summary>For requests to <see cref="At"/>; sends no key by itself.</summary>
    public HttpClient Http => _http;

    /// <summary>Starts a node.</summary>
    /// <param name="options">Values beside the fixture's own: <c>("Dialects:Broker:RequireKeys", "true")</c>.</param>
    public static Task<ServerFixture> StartAsync(params (string Key, string Value)[] options) =>
        StartAsync(TimeProvider.System, options);

    /// <summary>The same, on a clock of the test's own.</summary>
    public static async Task<ServerFixture> StartAsync(TimeProvider clock, params (string Key, string Value)[] options)
    {
        var folder = new TempFolder();
        var model = Read(folder.Path, options);
        var node = await Node.StartAsync(model, AdminKey, clock, NullLoggerFactory.Instance, CancellationToken.None);
        return new ServerFixture(folder, node);
    }

    /// <summary>A node's model from options, without starting it.</summary>
    public static NodeModel Read(string dataFolder, params (string Key, string Value)[] options)
    {
        var set = new OptionSet(
            NodeOptions.All,
            [
                ListenerNames.All.Select(name => new OptionEntry($"Dialects:{name}:Listen", "http://127.0.0.1:0", "")),
                // Of all nodes that tests run in this process, each would measure every one.
                [new OptionEntry("Telemetry:Metrics", "false", "")],
                // Nor has each a worker: most tests bring their own.
                [new OptionEntry("Worker:MaxTasks", "0", "")],
                options.Select(option => new OptionEntry(option.Key, option.Value, "test")),
            ]
        );
        var model = NodeModelReader.Read(set, dataFolder);
        set.Problems.ShouldBeEmpty();
        return model;
    }

    /// <summary>The names of the listeners that are served.</summary>
    public IEnumerable<string> Listeners => _node.Addresses.Keys;

    /// <summary>The URL of a path on a listener.</summary>
    public Uri At(string listener, string path) => new($"{_node.Addresses[listener]}".TrimEnd('/') + path);

    /// <summary>The same for a WebSocket.</summary>
    public Uri SocketAt(string listener, string path) => new UriBuilder(At(listener, path)) { Scheme = "ws" }.Uri;

    /// <summary>Sends the bytes of one request as they are, and returns the answer in a form to compare with.</summary>
    public Task<string> ExchangeAsync(string listener, string request) =>
        RawExchange.RunAsync(_node.Addresses[listener], request);

    /// <summary>Sends a request with a JSON body under a key (the admin's by default) and returns the answer.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpMethod method,
        string listener,
        string path,
        string? json = null,
        string key = AdminKey
    )
    {
        using var request = new HttpRequestMessage(method, At(listener, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        return (answer.StatusCode, body.Length == 0 ? default : JsonElement.Parse(body));
    }

    /// <summary>Makes a key and returns its secret.</summary>
    /// <param name="scopes">As on the wire: <c>submit</c>, <c>read</c>…</param>
    /// <param name="more">More members of the request, each with its comma before it: <c>,"id_format":"int"</c>.</param>
    public async Task<string> CreateKeyAsync(string scopes, string more = "")
    {
        var words = string.Join(',', scopes.Split(' ').Select(scope => $"\"{scope}\""));
        var (_, body) = await SendAsync(
            HttpMethod.Post,
            "console",
            "/api/v1/keys",
            $$"""{"name":"test","scopes":[{{words}}]{{more}}}"""
        );
        return body.GetProperty("key").GetString()!;
    }

    /// <summary>Stops the node as SIGTERM does.</summary>
    public Task StopAsync()
    {
        _stopped = true;
        return _node.StopAsync();
    }

    /// <summary>Stops the node and starts it again on the same store, with other options.</summary>
    public async Task RestartAsync(params (string Key, string Value)[] options)
    {
        await StopAsync();
        await _node.DisposeAsync();
        var model = Read(_folder.Path, options);
        _node = await Node.StartAsync(
            model,
            AdminKey,
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None
        );
        _stopped = false;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_stopped)
        {
            await StopAsync();
        }

        await _node.DisposeAsync();
        _folder.Dispose();
    }
}
