namespace Switchyard.Contracts.Workers;

/// <summary>Why the server closes a worker's connection; the private ones are 4000 + the HTTP status of the like.</summary>
public static class WorkerCloseCodes
{
    /// <summary>The node stops. Connect again, to another node or later.</summary>
    public const int GoingAway = 1001;

    /// <summary>Too many bad frames in a row.</summary>
    public const int TooManyErrors = 1008;

    /// <summary>A message over <see cref="WorkerProtocol.MaxMessageBytes"/>, counted after decompression.</summary>
    public const int TooLarge = 1009;

    /// <summary>The first frame was no valid hello. Do not connect again with the same.</summary>
    public const int BadHello = 4400;

    /// <summary>The key was removed. Do not connect again with the same.</summary>
    public const int Unauthorized = 4401;

    /// <summary>No hello came in time, or the worker read too slowly.</summary>
    public const int TimedOut = 4408;

    /// <summary>A newer connection has the same worker name. Do not connect again: the two would take turns for ever.</summary>
    public const int Replaced = 4409;

    /// <summary>The server does not speak this version. Do not connect again with the same.</summary>
    public const int UnsupportedVersion = 4426;

    /// <summary>Whether connecting again in the same way can help.</summary>
    public static bool IsFinal(int code) => code is BadHello or Unauthorized or Replaced or UnsupportedVersion;
}
