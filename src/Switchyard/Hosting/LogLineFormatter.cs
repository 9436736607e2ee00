using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Switchyard.Hosting;

/// <summary>
/// One line an entry: <c>2030-01-01T00:00:00.000Z info Switchyard.Hosting.Node[4003] Ready</c>, then the exception, each of
/// its lines indented. Line breaks inside a message become blanks, so that no request can forge an entry.
/// </summary>
internal sealed class LogLineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        textWriter.Write(clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        textWriter.Write(' ');
        textWriter.Write(WordOf(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category);
        textWriter.Write($"[{logEntry.EventId.Id}] ");
        textWriter.WriteLine(logEntry.Formatter(logEntry.State, logEntry.Exception).ReplaceLineEndings(" "));
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine("    " + exception.ToString().ReplaceLineEndings(Environment.NewLine + "    "));
        }
    }

    /// <summary>The word for a level.</summary>
    public static string WordOf(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "error",
            LogLevel.Critical => "fatal",
            LogLevel.None => "",
        };
}
