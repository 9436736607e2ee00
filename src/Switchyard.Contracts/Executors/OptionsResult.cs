namespace Switchyard.Contracts.Executors;

/// <summary>Options as they were read.</summary>
/// <param name="Options">Null when there are problems.</param>
/// <param name="Problems">All that is wrong with them, in the order of the members.</param>
public readonly record struct OptionsResult<T>(T? Options, IReadOnlyList<ExecutorProblem> Problems)
    where T : class;
