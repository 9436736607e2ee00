namespace Switchyard.Testing;

/// <summary>Waits for something that another thread or process does, with a deadline that names it.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns as soon as the condition holds; fails the test when it does not within the deadline.</summary>
    /// <param name="what">What is waited for, as the message will say it: "the worker is connected".</param>
    /// <param name="condition">Asked every 5 ms.</param>
    /// <param name="within">The deadline; 30 s by default.</param>
    /// <exception cref="TimeoutException">The deadline passed.</exception>
    public static Task HoldsAsync(string what, Func<bool> condition, TimeSpan? within = null) =>
        HoldsAsync(what, () => Task.FromResult(condition()), within);

    /// <inheritdoc cref="HoldsAsync(string, Func{bool}, TimeSpan?)" />
    public static async Task HoldsAsync(string what, Func<Task<bool>> condition, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(30);
        var begin = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(begin) > limit)
            {
                throw new TimeoutException($"Within {limit.TotalSeconds:0.###} s it did not come true that {what}.");
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
