using Microsoft.Extensions.Logging;

namespace Switchyard.Engine.Schedules;

/// <summary>What its operator should know.</summary>
internal sealed partial class ScheduleLoop
{
    [LoggerMessage(1601, LogLevel.Warning, "Schedules are put off: {Problem}")]
    private static partial void LogPutOff(ILogger logger, string problem);

    [LoggerMessage(1602, LogLevel.Error, "Schedule {Schedule} is never due again: {Problem}")]
    private static partial void LogUnreadable(ILogger logger, long schedule, string problem);

    [LoggerMessage(1603, LogLevel.Warning, "{Count} schedules missed slots, schedule {Schedule} from {Slot:u} on.")]
    private static partial void LogMissed(ILogger logger, int count, long schedule, DateTimeOffset slot);

    [LoggerMessage(1604, LogLevel.Warning, "Schedule {Schedule}: the run of {Slot:u} was refused: {Problem}")]
    private static partial void LogRefused(ILogger logger, long schedule, DateTimeOffset slot, string problem);
}
