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
    private readonly Node _node;
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
                options.Select(option => new OptionEntry(option.Key, option.Value, "test")),
            ]
        );
        var model = NodeModelReader.Read(set, dataFolder);
        set.Problems.ShouldBeEmpty();
        return model;
    }

    /// <summary>The URL of a path on a listener.</summary>
    public Uri At(string listener, string path) => new($"{_node.Addresses[listener]}".TrimEnd('/') + path);

    /// <summary>The same for a WebSocket.</summary>
    public Uri SocketAt(string listener, string path) => new UriBuilder(At(listener, path)) { Scheme = "ws" }.Uri;

    /// <summary>Sends the bytes of one request as they are, and returns the answer in a form to compare with.</summary>
    public Task<string> ExchangeAsync(string listener, string request) =>
        RawExchange.RunAsync(_node.Addresses[listener], request);

    /// <summary>Stops the node as SIGTERM does.</summary>
    public Task StopAsync()
    {
        _stopped = true;
        return _node.StopAsync();
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
