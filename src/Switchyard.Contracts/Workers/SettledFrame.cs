namespace Switchyard.Contracts.Workers;

/// <summary>The answer to one <see cref="SettleFrame"/>, after its round is durable.</summary>
/// <param name="Results">One a result, in its order. Answers to two frames may cross.</param>
public sealed record SettledFrame(IReadOnlyList<SettledJob> Results) : ServerFrame;
