using Switchyard.Contracts.Executors;

namespace Switchyard.Worker.Executors;

/// <summary>How a run ended.</summary>
/// <param name="Report">What is kept of it.</param>
/// <param name="Error">A failure's message; null for a success.</param>
/// <param name="IsFinal">A failure that no retry mends.</param>
internal sealed record RunResult(RunReport Report, string? Error = null, bool IsFinal = false)
{
    /// <summary>Options that cannot be carried out, by whomever.</summary>
    public static RunResult Invalid(IEnumerable<ExecutorProblem> problems) =>
        new(new RunReport(), string.Join(' ', problems), IsFinal: true);
}
