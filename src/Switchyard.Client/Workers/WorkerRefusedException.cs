namespace Switchyard.Client.Workers;

/// <summary>The server will not have this worker, and trying again in the same way cannot help.</summary>
/// <param name="code">The WebSocket close code, or the HTTP status of a refused handshake.</param>
/// <param name="reason">The server's words.</param>
public sealed class WorkerRefusedException(int code, string reason) : Exception(reason)
{
    /// <summary>The WebSocket close code, or the HTTP status of a refused handshake.</summary>
    public int Code => code;
}
