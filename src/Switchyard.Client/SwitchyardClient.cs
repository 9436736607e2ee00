namespace Switchyard.Client;

/// <summary>The native API of a server. One for a program; thread-safe.</summary>
public sealed class SwitchyardClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Makes a client; nothing is called yet.</summary>
    public SwitchyardClient(ClientOptions options)
        : this(options, new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { }

    /// <summary>The same over a handler of one's own, which is disposed with the client.</summary>
    public SwitchyardClient(ClientOptions options, HttpMessageHandler handler)
    {
        // Each call has a timeout of its own.
        _http = new HttpClient(handler) { BaseAddress = options.Server, Timeout = Timeout.InfiniteTimeSpan };
        var caller = new ApiCaller(_http, options);
        Jobs = new JobsApi(caller, options.Clock);
        Schedules = new SchedulesApi(caller);
        Keys = new KeysApi(caller);
        Workers = new WorkersApi(caller);
        Events = new EventsApi(caller);
        Backups = new BackupsApi(caller);
    }

    /// <summary>Jobs.</summary>
    public JobsApi Jobs { get; }

    /// <summary>Schedules and their runs.</summary>
    public SchedulesApi Schedules { get; }

    /// <summary>API keys; needs the scope admin.</summary>
    public KeysApi Keys { get; }

    /// <summary>Workers.</summary>
    public WorkersApi Workers { get; }

    /// <summary>Changes as they happen.</summary>
    public EventsApi Events { get; }

    /// <summary>Backups.</summary>
    public BackupsApi Backups { get; }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
