using Microsoft.Extensions.Logging;

namespace Switchyard.Engine.Workers;

/// <summary>What the registry logs.</summary>
internal sealed partial class WorkerRegistry
{
    [LoggerMessage(1101, LogLevel.Information, "Worker {Worker} connected, {Capacity} jobs at once.")]
    private static partial void LogConnected(ILogger logger, string worker, int capacity);

    [LoggerMessage(1102, LogLevel.Information, "Worker {Worker} left.")]
    private static partial void LogLeft(ILogger logger, string worker);

    [LoggerMessage(1103, LogLevel.Warning, "Worker {Worker} connected again; its earlier connection is closed.")]
    private static partial void LogReplaced(ILogger logger, string worker);

    [LoggerMessage(1107, LogLevel.Information, "Worker {Worker} was changed by {Key}: {Change}.")]
    private static partial void LogChanged(ILogger logger, string worker, string key, string change);

    [LoggerMessage(1106, LogLevel.Warning, "Worker {Worker} asks for jobs no longer; it is forgotten.")]
    private static partial void LogSilent(ILogger logger, string worker);
}
