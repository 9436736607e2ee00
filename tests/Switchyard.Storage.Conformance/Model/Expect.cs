using System.Runtime.CompilerServices;

namespace Switchyard.Storage.Conformance.Model;

/// <summary>Comparisons that cost nothing while they hold: a campaign makes millions of them.</summary>
internal static class Expect
{
    /// <param name="actual">What the store did.</param>
    /// <param name="expected">What the model does.</param>
    /// <param name="what">What is compared; made into text only when it differs.</param>
    public static void Same<T>(T actual, T expected, [CallerArgumentExpression(nameof(actual))] object? what = null)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
        {
            throw new ModelMismatchException($"{what}\n  should be {expected}\n  but is    {actual}");
        }
    }

    public static void That(bool holds, [CallerArgumentExpression(nameof(holds))] string what = "")
    {
        if (!holds)
        {
            throw new ModelMismatchException(what);
        }
    }
}
