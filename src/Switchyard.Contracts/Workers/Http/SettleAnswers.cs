namespace Switchyard.Contracts.Workers.Http;

/// <summary>The answer to a settle.</summary>
public sealed record SettleAnswers
{
    /// <summary>One for each result, in order.</summary>
    public required IReadOnlyList<ResultAnswer> Results { get; init; }

    /// <summary>The next jobs, where they were asked for.</summary>
    public IReadOnlyList<LeasedJob>? Jobs { get; init; }

    /// <summary>True when the worker drains.</summary>
    public bool? Draining { get; init; }

    /// <summary>False when next jobs were asked for, and the worker has to register before it gets any.</summary>
    public bool? Registered { get; init; }
}
