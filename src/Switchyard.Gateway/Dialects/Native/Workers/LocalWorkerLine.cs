using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;
using Switchyard.Engine;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Workers;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>
/// A worker's line within the server's own process: the same conversation as over a WebSocket, with frames that are never
/// encoded. One caller sends and one receives, at the same time if they like.
/// </summary>
public sealed class LocalWorkerLine : IWorkerOutbox, IAsyncDisposable
{
    private const int MaxFrames = 16_384;
    private const int CongestedFrames = 1_024;
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    // Nobody's key: what callers without one own is not the node's.
    private static readonly Caller Node = Actor.Node.Caller with { Owner = -1 };

    private readonly WorkerConversation _conversation;
    private readonly TimeProvider _clock;

    // Full: posting answers false, and the line is closed as one that is not read.
    private readonly Channel<ServerFrame> _frames = Channel.CreateBounded<ServerFrame>(
        new BoundedChannelOptions(MaxFrames) { SingleReader = true }
    );

    private readonly Lock _gate = new();

    /// <summary>Makes a line; the hello is still to be said.</summary>
    public LocalWorkerLine(TaskEngine engine, string version, TimeProvider clock, ILogger logger)
    {
        _clock = clock;
        var welcome = new WelcomeFrame(WorkerProtocol.Version, "built-in", engine.LeaseTime.TotalSeconds, version);
        _conversation = new WorkerConversation(
            engine.Workers,
            new WorkerLink(this),
            Node,
            WorkerHello.OwnAddress,
            welcome,
            logger
        );
    }

    /// <summary>What the server says; it ends when the line is closed.</summary>
    public ChannelReader<ServerFrame> Frames => _frames.Reader;

    /// <summary>Why the line was closed, once it is: one of <see cref="WorkerCloseCodes"/>, and words.</summary>
    public (int Code, string Reason)? Closed { get; private set; }

    /// <summary>Says a frame; waits while the server takes no more.</summary>
    public ValueTask SendAsync(WorkerFrame frame, CancellationToken cancellation) =>
        _conversation.ReceiveAsync(new FrameResult<WorkerFrame>(frame, null), cancellation);

    /// <summary>Ends the conversation: what is still held goes back as lost.</summary>
    public async ValueTask DisposeAsync()
    {
        Complete(WorkerCloseCodes.GoingAway, "The worker is gone.");
        await _conversation.EndAsync(EndTimeout, _clock);
    }

    bool IWorkerOutbox.IsCongested => _frames.Reader.Count > CongestedFrames;

    bool IWorkerOutbox.TryPost(ServerFrame frame, int bytes) => _frames.Writer.TryWrite(frame);

    void IWorkerOutbox.Complete(int code, string reason) => Complete(code, reason);

    private void Complete(int code, string reason)
    {
        lock (_gate)
        {
            Closed ??= (code, reason);
        }

        _frames.Writer.TryComplete();
    }
}
