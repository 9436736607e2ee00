using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>The wire's words in filters, of query strings and of bodies: what they mean, or what is wrong with them.</summary>
internal static class NativeFilters
{
    /// <summary>States; null for all.</summary>
    public static (HashSet<JobState>? Value, string? Problem) States(IReadOnlyList<string>? words)
    {
        if (words is null)
        {
            return (null, null);
        }

        var found = new HashSet<JobState>();
        foreach (var word in words)
        {
            if (!NativeWords.TryState(word, out var state))
            {
                return (null, "state: draft, scheduled, pending, running, paused, succeeded, failed or cancelled");
            }

            found.Add(state);
        }

        return (found, null);
    }

    /// <summary>A door; null for all.</summary>
    public static (Dialect? Value, string? Problem) Dialect(string? word) =>
        word is null ? (null, null)
        : NativeWords.TryDialect(word, out var dialect) ? (dialect, null)
        : (null, "dialect: native, broker, learning, pull, solver or scheduler");

    /// <summary>Why jobs failed; null for any.</summary>
    public static (FailureReason? Value, string? Problem) Reason(string? word) =>
        word is null ? (null, null)
        : NativeWords.TryReason(word, out var reason) ? (reason, null)
        : (null, "reason: error, non_retryable, timeout, expired or worker_lost");
}
