using System.Diagnostics.CodeAnalysis;
using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Callbacks;

/// <summary>Callbacks that are due, and which of them may be tried now: a few for each target, so that a slow one holds up itself alone.</summary>
/// <param name="perTarget">Deliveries under way at once to one host and port.</param>
internal sealed class CallbackBacklog(int perTarget)
{
    private readonly Dictionary<string, int> byTarget = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<long> underWay = [];
    private List<(PendingCallback Callback, string Target)> waiting = [];

    /// <summary>Whether nothing waits, not even for its target.</summary>
    public bool IsEmpty => waiting.Count == 0;

    /// <summary>Takes in what the store has, in its order, but for what is under way.</summary>
    public void Fill(IReadOnlyList<PendingCallback> due) =>
        waiting = [
            .. due.Where(callback => !underWay.Contains(callback.JobId))
                .Select(callback => (callback, TargetOf(callback.Url))),
        ];

    /// <summary>The first that may be tried now; it is under way until <see cref="End"/>.</summary>
    public bool TryBegin([NotNullWhen(true)] out PendingCallback? callback)
    {
        var index = waiting.FindIndex(entry => byTarget.GetValueOrDefault(entry.Target) < perTarget);
        callback = index < 0 ? null : waiting[index].Callback;
        if (callback is null)
        {
            return false;
        }

        var target = waiting[index].Target;
        byTarget[target] = byTarget.GetValueOrDefault(target) + 1;
        underWay.Add(callback.JobId);
        waiting.RemoveAt(index);
        return true;
    }

    /// <summary>A delivery is over, in whatever way.</summary>
    public void End(PendingCallback callback)
    {
        var target = TargetOf(callback.Url);
        underWay.Remove(callback.JobId);
        if (--byTarget[target] == 0)
        {
            byTarget.Remove(target);
        }
    }

    private static string TargetOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var target) ? target.Authority : "";
}
