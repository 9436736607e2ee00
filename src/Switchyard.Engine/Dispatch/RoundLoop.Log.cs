using Microsoft.Extensions.Logging;

namespace Switchyard.Engine.Dispatch;

/// <summary>What the loop logs.</summary>
internal sealed partial class RoundLoop
{
    [LoggerMessage(1001, LogLevel.Critical, "The engine failed for good; the process ends.")]
    private static partial void LogFatal(ILogger logger, Exception problem);

    [LoggerMessage(1002, LogLevel.Error, "The store cannot serve now: {Problem}")]
    private static partial void LogUnavailable(ILogger logger, string problem);

    [LoggerMessage(1003, LogLevel.Information, "The store serves again.")]
    private static partial void LogServes(ILogger logger);
}
