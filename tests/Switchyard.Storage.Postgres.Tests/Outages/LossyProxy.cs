using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Switchyard.Storage.Postgres.Tests.Outages;

/// <summary>Stands between a store and the server, counts what the server answers, and breaks connections when told to.</summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly int _server;
    private volatile Loss _loss;

    private LossyProxy(int server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    public enum Loss
    {
        Nothing,

        /// <summary>The next request is lost on its way, with its connection.</summary>
        Request,

        /// <summary>The next request is carried out; its answer is lost, with its connection.</summary>
        Answer,

        /// <summary>The same, and nobody gets through any more.</summary>
        AnswerAndTheWay,

        /// <summary>The next COMMIT is carried out; its answer is lost, with its connection, and nobody gets through any more.</summary>
        CommitAndTheWay,

        /// <summary>Nobody gets through.</summary>
        Way,
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Requests that the server has answered (ReadyForQuery): round trips.</summary>
    public int RoundTrips { get; private set; }

    /// <summary>Statements that it has completed (CommandComplete).</summary>
    public int Statements { get; private set; }

    public static LossyProxy To(int port) => new(port);

    /// <summary>Whether nobody gets through.</summary>
    public bool IsCut => _loss == Loss.Way;

    public void Lose(Loss loss) => _loss = loss;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_closing.Token);
            _ = RelayAsync(client);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            if (_loss == Loss.Way)
            {
                return;
            }

            await server.ConnectAsync(IPAddress.Loopback, _server);
            await Task.WhenAny(
                SendAsync(client.GetStream(), server.GetStream()),
                AnswerAsync(server.GetStream(), client.GetStream())
            );
        }
    }

    private async Task SendAsync(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[1 << 16];
        while (await client.ReadAsync(buffer, _closing.Token) is > 0 and var read)
        {
            if (_loss is Loss.Request or Loss.Way)
            {
                _loss = _loss == Loss.Way ? Loss.Way : Loss.Nothing;
                return;
            }

            await server.WriteAsync(buffer.AsMemory(0, read), _closing.Token);
        }
    }

    // Message by message: one byte that says what it is, four for its length, which counts itself.
    private async Task AnswerAsync(NetworkStream server, NetworkStream client)
    {
        var head = new byte[5];
        while (true)
        {
            await server.ReadExactlyAsync(head, _closing.Token);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
            await server.ReadExactlyAsync(body, _closing.Token);
            RoundTrips += head[0] == 'Z' ? 1 : 0;
            Statements += head[0] == 'C' ? 1 : 0;
            if (_loss == Loss.CommitAndTheWay && head[0] == 'C' && body.AsSpan().StartsWith("COMMIT"u8))
            {
                _loss = Loss.Way;
                return;
            }

            if (_loss is Loss.Answer or Loss.AnswerAndTheWay)
            {
                if (head[0] == 'Z')
                {
                    // Committed by now: the server says so after the commit.
                    _loss = _loss == Loss.Answer ? Loss.Nothing : Loss.Way;
                    return;
                }

                continue;
            }

            await client.WriteAsync(head, _closing.Token);
            await client.WriteAsync(body, _closing.Token);
        }
    }
}
