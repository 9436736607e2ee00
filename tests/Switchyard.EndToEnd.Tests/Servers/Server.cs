using System.Diagnostics;
using System.Net;

namespace Switchyard.EndToEnd.Tests.Servers;

/// <summary>A process that runs <c>switchyard serve</c>, and that does not outlive its test.</summary>
internal sealed class Server : IAsyncDisposable
{
    /// <summary>A start takes well under a second; a busy machine with two cores is given much more.</summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Process _process;
    private readonly ServerOutput _output;

    private bool _disposed;

    private Server(ServerSetup setup)
    {
        Setup = setup;
        var command = setup.Command.ToList();
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in setup.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["SWITCHYARD_ADMIN_KEY"] = ServerSetup.AdminKey;
        _process = new Process { StartInfo = start };
        _output = new ServerOutput(_process);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
    }

    public ServerSetup Setup { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines that it wrote.</summary>
    public string Said => _output.ToString();

    /// <summary>Starts a server and does not wait for it.</summary>
    public static Server Launch(ServerSetup setup) => new(setup);

    /// <summary>Starts a server and waits until it is healthy.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has its last words.</exception>
    public static async Task<Server> StartAsync(ServerSetup setup)
    {
        var server = Launch(setup);
        try
        {
            await server.IsHealthyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until <c>/api/health</c> answers 200.</summary>
    public async Task IsHealthyAsync()
    {
        try
        {
            await Eventually.HoldsAsync(
                "the server is healthy",
                async () =>
                {
                    if (HasExited)
                    {
                        throw new InvalidOperationException($"The server ended with {_process.ExitCode}:\n{Said}");
                    }

                    return await HealthAsync() == HttpStatusCode.OK;
                },
                StartDeadline
            );
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} It said:\n{Said}", late);
        }
    }

    /// <summary>The status of <c>/api/health</c>, or of a probe below it; null while nobody answers.</summary>
    public async Task<HttpStatusCode?> HealthAsync(string probe = "")
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Setup.Console, $"/api/health{probe}"));
            return answer.StatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Ends it as a crash does, and waits until nothing of it runs any more.</summary>
    public async Task KillAsync()
    {
        Signal.Send(ProcessId, Signal.Kill);
        await ExitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>Asks it to stop.</summary>
    public void Terminate() => Signal.Send(ProcessId, Signal.Terminate);

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It still runs; the message has its last words.</exception>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Within {within.TotalSeconds:0} s the server did not end. It said:\n{Said}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
