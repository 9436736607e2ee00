namespace Switchyard.Contracts.Workers;

/// <summary>The numbers of the native worker protocol; docs/worker-protocol.md tells the whole.</summary>
public static class WorkerProtocol
{
    /// <summary>The version spoken here. A hello with another one is answered by an error and close code 4426.</summary>
    public const int Version = 1;

    /// <summary>Where the WebSocket is, on the console listener.</summary>
    public const string Path = "/api/v1/workers/connect";

    /// <summary>Where workers that ask over plain HTTP register; what they say of themselves later is below it.</summary>
    public const string HttpPath = "/api/v1/workers";

    /// <summary>The longest wait for jobs in one request.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    /// <summary>Frames are filled up to here: 256 KiB. A single larger item travels alone.</summary>
    public const int FrameBytes = 256 * 1024;

    /// <summary>The largest result, checkpoint included: 64 MiB.</summary>
    public const int MaxResultBytes = 64 * 1024 * 1024;

    /// <summary>The largest message: a result and what stands around it. A larger one closes the connection with 1009.</summary>
    public const int MaxMessageBytes = MaxResultBytes + 64 * 1024;

    /// <summary>Items in one frame.</summary>
    public const int MaxItems = 10_000;

    /// <summary>The largest progress value: 16 KiB.</summary>
    public const int MaxProgressBytes = 16 * 1024;

    /// <summary>The largest piece of log in one item: 64 KiB.</summary>
    public const int MaxLogBytes = 64 * 1024;

    /// <summary>Bad frames in a row that are answered; the next one closes the connection with 1008.</summary>
    public const int MaxErrorsInRow = 100;

    /// <summary>How long a connection may stay without a hello before it is closed with 4408.</summary>
    public static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(10);
}
