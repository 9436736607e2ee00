using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Dispatch;

/// <summary>Something that waits for its part of a round.</summary>
internal interface IRoundOperation
{
    /// <summary>How much of a round it fills, in jobs; at least 1.</summary>
    int Weight { get; }

    /// <summary>
    /// Whether it is tried again when the store is unavailable instead of failing: what a worker reports is not lost to
    /// a full disk, while a client is told and can repeat.
    /// </summary>
    bool SurvivesOutage { get; }

    /// <summary>Adds its part, and remembers where.</summary>
    void AddTo(Round round);

    /// <summary>The round is durable. Continuations run elsewhere.</summary>
    void Complete(RoundResult result);

    /// <summary>The round failed.</summary>
    void Fail(Exception problem);
}
