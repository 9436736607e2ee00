namespace Switchyard.Client.Workers;

/// <summary>
/// A worker: connects, does jobs by their type, reports, and connects again when the connection breaks.
/// </summary>
/// <example>
/// <code>
/// var worker = new Worker(new WorkerOptions { Name = "resizer-1", Capacity = 8 }, new ClientOptions { Key = key })
///     .On("resize", async job => WorkResult.Succeeded(await ResizeAsync(job.Payload, job.Cancellation)));
/// await worker.RunAsync(stop);
/// </code>
/// </example>
public sealed class Worker
{
    private readonly WorkerOptions _options;
    private readonly Func<CancellationToken, Task<IWorkerConnection>> _connect;
    private readonly Dictionary<string, JobHandler> _handlers = new(StringComparer.Ordinal);
    private readonly Unanswered _unanswered = new();

    /// <summary>A worker over the transport of its options.</summary>
    public Worker(WorkerOptions options, ClientOptions server)
        : this(
            options,
            async cancellation =>
                options.Transport == WorkerTransport.Http
                    ? new HttpWorkerConnection(options, server)
                    : await WebSocketWorkerConnection.ConnectAsync(server, cancellation)
        ) { }

    /// <summary>A worker over connections of one's own.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="connect">Makes a connection, each time anew.</param>
    public Worker(WorkerOptions options, Func<CancellationToken, Task<IWorkerConnection>> connect)
    {
        _options = options;
        _connect = connect;
    }

    /// <summary>Told what an operator may want to know: connected, disconnected and why, a frame refused.</summary>
    public event Action<string>? Noticed;

    /// <summary>Whether the server has taken the worker in and the connection stands.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Says who does a type, before the worker runs. With type aliases, declare every word of the group.</summary>
    public Worker On(string type, JobHandler handler)
    {
        _handlers.Add(type, handler);
        return this;
    }

    /// <summary>Works until told to stop, then finishes what it holds, up to <see cref="WorkerOptions.StopTimeout"/>.</summary>
    /// <exception cref="WorkerRefusedException">The server will not have this worker, now or later.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var handlers = new JobHandlers(_handlers);
        var backoff = new Backoff(_options);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _connect(stop);
                using var shift = new WorkerShift(connection, _options, handlers, _unanswered, Notice);
                await shift.RunAsync(Welcomed, stop);
            }
            catch (WorkerDisconnectedException gone)
            {
                Notice($"Disconnected: {gone.Message}");
                if (gone.IsFinal)
                {
                    throw new WorkerRefusedException(gone.Code ?? 0, gone.Message);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            finally
            {
                IsConnected = false;
            }

            await Task.Delay(backoff.Next(), _options.Clock, stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Welcomed()
        {
            IsConnected = true;
            backoff.Reset();
            Notice("Connected.");
        }
    }

    private void Notice(string what) => Noticed?.Invoke(what);
}
