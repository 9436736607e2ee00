using System.Diagnostics;
using System.Net;

namespace Switchyard.Bench.Servers;

/// <summary>Waits until a starting process answers.</summary>
internal static class ReadinessProbe
{
    /// <summary>Fine enough for a start of 0.3 s, and coarse enough to leave the cores to the process that starts.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Asks until the answer is 200.</summary>
    /// <param name="child">The process; when it ends, the wait fails.</param>
    /// <param name="ask">Sends one request.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task WaitAsync(
        ChildProcess child,
        Func<CancellationToken, Task<HttpStatusCode>> ask,
        CancellationToken cancellation
    )
    {
        long start = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(ask, cancellation))
        {
            if (child.HasExited || Stopwatch.GetElapsedTime(start) > Deadline)
            {
                string end = child.HasExited ? "ended while it started" : $"was not ready within {Deadline}";
                throw new BenchException($"The server {end}. Its last lines:{Environment.NewLine}{child.Tail()}");
            }
            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    private static async Task<bool> AnswersAsync(
        Func<CancellationToken, Task<HttpStatusCode>> ask,
        CancellationToken cancellation
    )
    {
        try
        {
            return await ask(cancellation) == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // nobody listens yet
        }
    }
}
