using Switchyard.Contracts.Workers;

namespace Switchyard.Client.Workers;

/// <summary>A worker's connection ended.</summary>
/// <param name="code">The close code; null when the connection just broke.</param>
/// <param name="reason">What is known of it.</param>
/// <param name="inner">The cause.</param>
public sealed class WorkerDisconnectedException(int? code, string reason, Exception? inner = null)
    : Exception(reason, inner)
{
    /// <summary>The close code; null when the connection just broke.</summary>
    public int? Code => code;

    /// <summary>Whether connecting again in the same way can help.</summary>
    public bool IsFinal => code is { } known && WorkerCloseCodes.IsFinal(known);
}
