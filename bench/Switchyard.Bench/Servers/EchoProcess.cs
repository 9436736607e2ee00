using System.Net;

namespace Switchyard.Bench.Servers;

/// <summary>The bare echo in a process of its own, as the server is.</summary>
internal sealed class EchoProcess : IAsyncDisposable
{
    private readonly ChildProcess child;

    private EchoProcess(ChildProcess child, IPEndPoint address)
    {
        this.child = child;
        Address = address;
    }

    public IPEndPoint Address { get; }

    public TimeSpan Cpu => child.Cpu;

    public static async Task<EchoProcess> StartAsync(ServerCommand command, CancellationToken cancellation)
    {
        IPEndPoint address = LoopbackPort.Free();
        string[] arguments = [EchoServer.Verb, $"{address.Port}"];
        var echo = new EchoProcess(
            ChildProcess.Start(command, arguments, new Dictionary<string, string>(), cancellation),
            address
        );
        using var http = new HttpClient();
        try
        {
            await ReadinessProbe.WaitAsync(
                echo.child,
                async token =>
                {
                    using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://{address}/"), token);
                    return answer.StatusCode;
                },
                cancellation
            );
            return echo;
        }
        catch
        {
            await echo.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => child.DisposeAsync();
}
