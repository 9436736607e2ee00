using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Client;
using Switchyard.Client.Workers;
using Switchyard.Cron;
using Switchyard.Engine;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Gateway.Listeners;
using Switchyard.Storage.Sqlite;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>An engine on a real store behind a console listener that asks for keys, with the engine at hand.</summary>
internal sealed class WorkerServer : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly SqliteStorage _storage;
    private readonly GatewayHost _gateway;

    private WorkerServer(TempFolder folder, SqliteStorage storage, TaskEngine engine, GatewayHost gateway) =>
        (_folder, _storage, Engine, _gateway) = (folder, storage, engine, gateway);

    public TaskEngine Engine { get; }

    public Uri Address => _gateway.Addresses[ListenerNames.Console];

    /// <param name="gatewayClock">The clock of the connections alone.</param>
    /// <param name="compress">Whether permessage-deflate is taken.</param>
    public static async Task<WorkerServer> StartAsync(TimeProvider? gatewayClock = null, bool compress = false)
    {
        var clock = TimeProvider.System;
        var folder = new TempFolder();
        var storage = await SqliteStorage.OpenAsync(
            new SqliteStorageOptions { DataFolder = folder.Path },
            clock,
            NullLogger<SqliteStorage>.Instance,
            default
        );
        var engine = await TaskEngine.StartAsync(
            storage,
            new NoCallbacks(),
            new CronCalendars(),
            new EngineOptions(),
            clock,
            NullLoggerFactory.Instance,
            default
        );
        ListenerUrl.TryParse("http://127.0.0.1:0", out var url, out _).ShouldBeTrue();
        var console = new ListenerModel
        {
            Name = ListenerNames.Console,
            Url = url!,
            RequiresKeys = true,
        };
        var model = new GatewayModel
        {
            Listeners = [console],
            Version = "9.9.9",
            CompressWorkers = compress,
        };
        var gateway = new GatewayHost(model, gatewayClock ?? clock, NullLoggerFactory.Instance);
        await gateway.StartAsync(engine, default);
        return new WorkerServer(folder, storage, engine, gateway);
    }

    public async Task<string> KeyAsync(ApiScopes scopes) =>
        (await Engine.Keys.CreateAsync(new KeyRequest("test", scopes), Actor.Node, default)).Secret;

    /// <summary>A connection that speaks the protocol frame by frame.</summary>
    public async Task<WebSocketWorkerConnection> ConnectAsync() =>
        await WebSocketWorkerConnection.ConnectAsync(
            new ClientOptions { Server = Address, Key = await KeyAsync(ApiScopes.Work) },
            default
        );

    public async Task<JobRef> SubmitAsync(string type, string payload = "null", JobRequest? like = null)
    {
        like ??= new JobRequest { Type = type, Payload = default };
        var request = like with { Type = type, Payload = Encoding.UTF8.GetBytes(payload) };
        var result = await Engine.Jobs.SubmitAsync(new Submit(Dialect.Native, Caller.Anonymous, [request]), default);
        result.Answer.ShouldBe(SubmitAnswer.Accepted);
        return new JobRef(result.FirstId, null);
    }

    public async Task<JobSnapshot> WaitAsync(JobRef job)
    {
        var snapshot = await Engine.Jobs.WaitAsync(job, null, TimeSpan.FromSeconds(10), default);
        return snapshot.ShouldNotBeNull();
    }

    public async Task<string> ResultAsync(JobSnapshot job) =>
        Encoding.UTF8.GetString((await Engine.Jobs.ReadAsync(job.Result, default)).Span);

    public async Task<string> LogAsync(JobRef job)
    {
        var chunks = await _storage.Logs.ReadAsync(job.Id, attempt: 1, line: 0, limit: 256, default);
        return string.Concat(chunks.Select(chunk => Encoding.UTF8.GetString(chunk.Bytes.Span)));
    }

    public Task CancelAsync(JobRef job) => Engine.Jobs.OrderAsync(job, Actor.Node, OrderKind.Cancel, default).AsTask();

    public async ValueTask DisposeAsync()
    {
        await Engine.StopAsync(default);
        await _gateway.DisposeAsync();
        await Engine.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class NoCallbacks : ICallbackSender
    {
        public ValueTask<CallbackAnswer> SendAsync(
            JobSnapshot job,
            ReadOnlyMemory<byte> result,
            string url,
            IdFormat idFormat,
            CancellationToken cancellation
        ) => throw new NotSupportedException();
    }
}
