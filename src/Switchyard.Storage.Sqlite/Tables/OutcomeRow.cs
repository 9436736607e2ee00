using Switchyard.Engine.Jobs;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>How a job ended. Times in microseconds.</summary>
/// <param name="Token">The lease whose settlement ended it; 0 for another end.</param>
/// <param name="Started">The start of the attempt in which it ended; null when it ended outside of one.</param>
internal readonly record struct OutcomeRow(
    int Lane,
    JobState State,
    FailureReason Reason,
    int Attempt,
    long Token,
    long? Started,
    long Finished,
    string? Worker,
    string? Error,
    Content Result
);
