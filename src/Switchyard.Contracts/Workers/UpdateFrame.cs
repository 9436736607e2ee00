namespace Switchyard.Contracts.Workers;

/// <summary>Changes what the hello said. Null leaves a thing as it is; jobs held stay held.</summary>
/// <param name="Capacity">Jobs that it does at once.</param>
/// <param name="Types">Types that it does.</param>
/// <param name="Tags">Its tags.</param>
public sealed record UpdateFrame(
    int? Capacity = null,
    IReadOnlyList<string>? Types = null,
    IReadOnlyList<string>? Tags = null
) : WorkerFrame;
