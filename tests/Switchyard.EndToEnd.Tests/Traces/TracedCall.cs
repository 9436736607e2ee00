namespace Switchyard.EndToEnd.Tests.Traces;

/// <summary>A system call out of a trace.</summary>
/// <param name="Name">As in the manual, section 2.</param>
/// <param name="Arguments">As strace prints them: descriptors with their paths, bytes escaped.</param>
/// <param name="Begin">Place in the trace at which it was entered.</param>
/// <param name="End">Place at which it had returned; none when the process ended in it.</param>
/// <param name="Succeeded">Its return value was not negative.</param>
internal sealed record TracedCall(string Name, string Arguments, int Begin, int? End, bool Succeeded);
