using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Switchyard.Bench.Servers;

/// <summary>A <c>switchyard serve</c> of its own data folder and ports, ready to take requests.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>The key of every server that is measured.</summary>
    public const string AdminKey = "bench-8c1f9a4b7d2e60537f3aa1c9d4e8b265";

    private readonly ChildProcess child;
    private readonly TextWriter output;

    private ServerProcess(ChildProcess child, IPEndPoint console, IPEndPoint broker, long startedAt, TextWriter output)
    {
        this.child = child;
        this.output = output;
        StartedAt = startedAt;
        Console = console;
        Broker = broker;
        Control = new HttpClient { BaseAddress = new Uri($"http://{console}"), Timeout = TimeSpan.FromSeconds(100) };
        Control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
    }

    /// <summary>The console listener, with the native API.</summary>
    public IPEndPoint Console { get; }

    /// <summary>The broker listener.</summary>
    public IPEndPoint Broker { get; }

    /// <summary>The admin key as a header line, ended by CRLF, for connections made by hand.</summary>
    public string AuthorizationLine { get; } = $"Authorization: Bearer {AdminKey}\r\n";

    /// <summary>For what is not measured request by request; carries the admin key to the console listener.</summary>
    public HttpClient Control { get; }

    /// <summary>When the process was started, as <see cref="Stopwatch.GetTimestamp"/> says.</summary>
    public long StartedAt { get; }

    /// <summary>From the start of the process to the first 200 of <c>/api/health</c>.</summary>
    public TimeSpan TimeToHealth { get; private set; }

    public TimeSpan Cpu => child.Cpu;

    public int ProcessId => child.Id;

    /// <summary>Starts a server and waits until it is healthy.</summary>
    /// <param name="command">The executable.</param>
    /// <param name="dataFolder">Its data folder; an existing one is opened again.</param>
    /// <param name="settings">More environment, such as <c>SWITCHYARD_Storage__Synchronous</c>.</param>
    /// <param name="output">Told when the server crashes.</param>
    /// <param name="cancellation">Ends the wait, and the process with it.</param>
    public static async Task<ServerProcess> StartAsync(
        ServerCommand command,
        string dataFolder,
        IReadOnlyDictionary<string, string> settings,
        TextWriter output,
        CancellationToken cancellation
    )
    {
        IPEndPoint console = LoopbackPort.Free();
        IPEndPoint broker = LoopbackPort.Free();
        string[] listen =
        [
            $"console=http://{console}",
            $"broker=http://{broker}",
            "learning=off",
            "pull=off",
            "solver=off",
        ];
        IEnumerable<string> arguments =
        [
            "serve",
            "--data",
            dataFolder,
            .. listen.SelectMany(item => (string[])["--listen", item]),
        ];
        var environment = new Dictionary<string, string>(settings) { ["SWITCHYARD_ADMIN_KEY"] = AdminKey };
        long startedAt = Stopwatch.GetTimestamp();
        var server = new ServerProcess(
            ChildProcess.Start(command, arguments, environment, cancellation),
            console,
            broker,
            startedAt,
            output
        );
        try
        {
            await ReadinessProbe.WaitAsync(server.child, server.HealthAsync, cancellation);
            server.TimeToHealth = Stopwatch.GetElapsedTime(startedAt);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as a crash does.</summary>
    public Task KillAsync(CancellationToken cancellation) => child.KillAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        if (child.Crashed)
        {
            await output.WriteLineAsync("  The server ended by itself. Its last lines:");
            await output.WriteLineAsync(child.Tail());
        }
        await child.DisposeAsync();
    }

    private async Task<HttpStatusCode> HealthAsync(CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await Control.GetAsync(
            new Uri("/api/health", UriKind.Relative),
            cancellation
        );
        return answer.StatusCode;
    }
}
