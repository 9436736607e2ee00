using Microsoft.Extensions.Logging;

namespace Switchyard.Hosting;

/// <summary>What a node says of its own life.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(4001, LogLevel.Information, "Switchyard {Version} on {Store}, data in {Folder}")]
    public static partial void Opened(this ILogger logger, string version, string store, string folder);

    [LoggerMessage(4002, LogLevel.Information, "{Listener} listens on {Url}, {Who}")]
    public static partial void Listening(this ILogger logger, string listener, Uri url, string who);

    [LoggerMessage(4003, LogLevel.Information, "Ready")]
    public static partial void Ready(this ILogger logger);

    [LoggerMessage(4004, LogLevel.Information, "Stopping: no new connections, workers finish what they hold")]
    public static partial void Stopping(this ILogger logger);

    [LoggerMessage(4005, LogLevel.Information, "Stopped")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(4006, LogLevel.Critical, "The store failed for good; the process ends at once")]
    public static partial void Fatal(this ILogger logger, Exception? exception);

    [LoggerMessage(4007, LogLevel.Warning, "The option {Key} is without effect in this version")]
    public static partial void Ignored(this ILogger logger, string key);
}
