using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Dispatch;

/// <summary>What a claim may hope for on one route, and who serves it. Guarded by the dispatcher's lock.</summary>
internal sealed class RouteStock(JobRoute route)
{
    /// <summary>The route.</summary>
    public JobRoute Route => route;

    /// <summary>Workers that can serve it.</summary>
    public List<WorkerClass> Classes { get; } = [];

    /// <summary>Jobs that are claimable, by the kept counts.</summary>
    public long Pending { get; set; }

    /// <summary>Jobs that the round under way submits.</summary>
    public long Submitted { get; set; }

    /// <summary>Jobs that slots in the round under way count on.</summary>
    public long Promised { get; set; }

    /// <summary>It gave less than was hoped for: nothing is hoped for until a job of it becomes pending again.</summary>
    public bool IsDry { get; set; }

    /// <summary>Whether it is among those that are looked at.</summary>
    public bool IsListed { get; set; }

    /// <summary>Jobs that a further slot may count on.</summary>
    public long Hope => (IsDry ? 0 : Pending) + Submitted - Promised;
}
