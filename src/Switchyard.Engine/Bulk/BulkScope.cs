using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Bulk;

/// <summary>The states in which each order can be carried out, which bound what a bulk action looks for.</summary>
internal static class BulkScope
{
    /// <summary>The states of a filter that the order accepts; null when it accepts none of them.</summary>
    public static HashSet<JobState>? Of(OrderKind order, HashSet<JobState>? asked)
    {
        var accepted = Accepting(order).Where(state => asked?.Contains(state) != false).ToHashSet();
        return accepted.Count == 0 ? null : accepted;
    }

    private static IEnumerable<JobState> Accepting(OrderKind order) =>
        order switch
        {
            OrderKind.Start => [JobState.Draft],
            OrderKind.Pause => [JobState.Pending, JobState.Scheduled],
            OrderKind.Resume => [JobState.Paused],
            OrderKind.Cancel => Enum.GetValues<JobState>().Where(state => !state.IsFinished()),
            OrderKind.Retry => [JobState.Failed, JobState.Cancelled],
            OrderKind.Delete => Enum.GetValues<JobState>().Where(state => state != JobState.Running),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, null),
        };
}
