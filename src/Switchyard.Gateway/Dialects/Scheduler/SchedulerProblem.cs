namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>A failure as it is answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Message">In words.</param>
/// <param name="Details">The fields that are wrong; null where none is.</param>
internal readonly record struct SchedulerProblem(
    int Status,
    string Type,
    string Message,
    IReadOnlyList<SchedulerRecords.FieldProblem>? Details = null
);
