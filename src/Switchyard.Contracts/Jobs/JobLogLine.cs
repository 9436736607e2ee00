namespace Switchyard.Contracts.Jobs;

/// <summary>One line of a job's log.</summary>
/// <param name="Attempt">The attempt that said it, from 1.</param>
/// <param name="Line">Its number, from 0 in each attempt.</param>
/// <param name="Text">Without its line feed.</param>
public sealed record JobLogLine(int Attempt, int Line, string Text);
