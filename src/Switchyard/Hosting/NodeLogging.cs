using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Switchyard.Hosting;

/// <summary>Logs of a node: on standard error, since standard output is the verbs' own.</summary>
internal static class NodeLogging
{
    /// <remarks>Put together by hand: a container and options bound by reflection cost a start 30 ms.</remarks>
    public static ILoggerFactory Create(LogLevel level, LogFormat format, TimeProvider clock)
    {
        ConsoleFormatter formatter =
            format == LogFormat.Json ? new LogJsonFormatter(clock) : new LogLineFormatter(clock);
        var options = new ConsoleLoggerOptions
        {
            FormatterName = formatter.Name,
            LogToStandardErrorThreshold = LogLevel.Trace,
            // A reader that is stuck must not hold the node up.
            QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite,
        };
        var console = new ConsoleLoggerProvider(new FixedOptions<ConsoleLoggerOptions>(options), [formatter]);
        var filters = new LoggerFilterOptions { MinLevel = level };
        // Never more of the server, at whatever level: it quotes the lines and headers that it refuses, keys among them.
        filters.Rules.Add(Rule("Microsoft", level > LogLevel.Warning ? level : LogLevel.Warning));
        // While this category logs at all, every request pays for a scope and an activity.
        filters.Rules.Add(Rule("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None));
        // A start that fails is told by the verb, in one line; this would put a stack trace before it.
        filters.Rules.Add(Rule("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None));
        return new LoggerFactory([console], filters);
    }

    private static LoggerFilterRule Rule(string category, LogLevel level) => new(null, category, level, null);
}
