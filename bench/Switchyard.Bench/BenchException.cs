namespace Switchyard.Bench;

/// <summary>A measurement that is worth nothing: the server answered wrongly, lost something, or did not start.</summary>
/// <remarks>It ends the run loudly; a figure is never printed over errors.</remarks>
internal sealed class BenchException(string message, Exception? inner = null) : Exception(message, inner);
