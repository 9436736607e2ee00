using System.Globalization;

namespace Switchyard.Engine.Jobs;

/// <summary>A place in the log of a job. Printed <c>attempt-line</c>.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="Line">The next line to read of it, from 0.</param>
public readonly record struct LogCursor(int Attempt, int Line)
{
    /// <summary>The start of the log.</summary>
    public static LogCursor Start { get; } = new(1, 0);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Attempt}-{Line}");

    /// <summary>Reads what <see cref="ToString"/> prints.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LogCursor cursor)
    {
        cursor = Start;
        var dash = text.IndexOf('-');
        if (
            dash < 1
            || !int.TryParse(text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            || !int.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            || attempt < 1
        )
        {
            return false;
        }

        cursor = new LogCursor(attempt, line);
        return true;
    }
}
