using Switchyard.Engine.Events;
using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Dialects.Native.Events;

/// <summary>Which events a subscriber wants, of those that it may see.</summary>
/// <param name="Sees">Whose jobs; null for everybody's.</param>
/// <param name="Jobs">Only of these; empty for all.</param>
/// <param name="States">Only changes to these; null for all.</param>
/// <param name="Type">Only jobs of this type; null for all.</param>
/// <param name="Dialect">Only jobs of this door; null for all.</param>
internal sealed record EventFilter(
    long? Sees,
    IReadOnlyList<JobRef> Jobs,
    IReadOnlySet<JobState>? States,
    string? Type,
    Dialect? Dialect
)
{
    /// <summary>Jobs that one stream may name.</summary>
    private const int MaxJobs = 100;

    private readonly HashSet<long> _ids = [.. Jobs.Select(job => job.Id)];

    /// <summary>Reads <c>?job=17,18&amp;state=&amp;type=&amp;dialect=</c>.</summary>
    public static EventFilter Read(NativeQuery query, long? sees) =>
        new(sees, query.Jobs(MaxJobs), query.States(), query.Text("type"), query.Dialect());

    /// <summary>Whether the subscriber gets an event about a job of this lane.</summary>
    public bool Accepts(in JobEvent jobEvent, Lane lane) =>
        (Sees is null || Sees == lane.Owner)
        && (_ids.Count == 0 || _ids.Contains(jobEvent.Change.JobId))
        && (States is null || (jobEvent.Change.To is { } to && States.Contains(to)))
        && (Type is null || Type == lane.Route.Type)
        && (Dialect is null || Dialect == lane.Dialect);
}
