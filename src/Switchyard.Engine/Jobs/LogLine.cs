namespace Switchyard.Engine.Jobs;

/// <summary>One line of a log.</summary>
/// <param name="Attempt">The attempt that said it, from 1.</param>
/// <param name="Number">From 0 in each attempt.</param>
/// <param name="Text">Without its line feed; what was no UTF-8 is replaced.</param>
public readonly record struct LogLine(int Attempt, int Number, string Text);
