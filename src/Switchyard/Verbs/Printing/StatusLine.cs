namespace Switchyard.Verbs.Printing;

/// <summary>
/// One line on a terminal that says how far something is, written over itself and gone when it is done. On standard
/// error, so that answers stay what scripts read; nowhere when that is no terminal.
/// </summary>
internal static class StatusLine
{
    // What is done sooner shows nothing.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private const string Erase = "\r\e[K";

    // Of a terminal that does not say.
    private const int UsualWidth = 80;

    /// <summary>Whether there is a terminal to show it on.</summary>
    public static bool IsShown(TextWriter error) =>
        ReferenceEquals(error, Console.Error)
        && !Console.IsErrorRedirected
        && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");

    /// <summary>Says how far some work is, until it has ended, however it did.</summary>
    /// <param name="error">Standard error.</param>
    /// <param name="words">How far it is, after this time.</param>
    /// <param name="work">What is waited for; its outcome is its owner's to look at.</param>
    public static async Task ShowAsync(TextWriter error, Func<TimeSpan, string> words, Task work)
    {
        if (!IsShown(error))
        {
            return;
        }

        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, clock);
        var tick = timer.WaitForNextTickAsync().AsTask();
        var isWritten = false;
        while (await Task.WhenAny(work, tick) == tick)
        {
            var line = Screen.Defused(words(clock.GetElapsedTime(began)));
            // A line that is wrapped cannot be written over.
            var width = (Console.WindowWidth is > 0 and var known ? known : UsualWidth) - 1;
            await error.WriteAsync(Erase + (line.Length > width ? line[..width] : line));
            isWritten = true;
            tick = timer.WaitForNextTickAsync().AsTask();
        }

        if (isWritten)
        {
            await error.WriteAsync(Erase);
        }
    }
}
