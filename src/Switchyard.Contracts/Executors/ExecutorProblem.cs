namespace Switchyard.Contracts.Executors;

/// <summary>What is wrong with one member of an executor's options.</summary>
/// <param name="Field">The member, as <c>command</c> or <c>environment.PATH</c>; empty for the options as a whole.</param>
/// <param name="Message">What it must be, in words that follow the name: <c>must be a string</c>.</param>
public readonly record struct ExecutorProblem(string Field, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Field.Length == 0 ? $"The payload {Message}." : $"'{Field}' {Message}.";
}
