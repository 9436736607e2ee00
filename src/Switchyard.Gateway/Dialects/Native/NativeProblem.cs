namespace Switchyard.Gateway.Dialects.Native;

/// <summary>A refusal of the native API.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">One of <see cref="Contracts.Errors.ProblemCodes"/>.</param>
/// <param name="Detail">What was wrong, for people.</param>
internal readonly record struct NativeProblem(int Status, string Code, string Detail);
