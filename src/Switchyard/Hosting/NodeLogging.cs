using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Switchyard.Hosting;

/// <summary>Logs of a node: on standard error, since standard output is the verbs' own.</summary>
internal static class NodeLogging
{
    /// <remarks>Put together by hand: a container and options bound by reflection cost a start 30 ms.</remarks>
    public static ILoggerFactory Create(LogLevel level, TimeProvider clock)
    {
        var options = new ConsoleLoggerOptions
        {
            FormatterName = LogLineFormatter.FormatterName,
            LogToStandardErrorThreshold = LogLevel.Trace,
            // A reader that is stuck must not hold the node up.
            QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite,
        };
        var console = new ConsoleLoggerProvider(
            new FixedOptions<ConsoleLoggerOptions>(options),
            [new LogLineFormatter(clock)]
        );
        var filters = new LoggerFilterOptions { MinLevel = level };
        filters.Rules.Add(Rule("Microsoft", level > LogLevel.Warning ? level : LogLevel.Warning));
        // While this category logs at all, every request pays for a scope and an activity.
        filters.Rules.Add(Rule("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None));
        return new LoggerFactory([console], filters);
    }

    private static LoggerFilterRule Rule(string category, LogLevel level) => new(null, category, level, null);
}
