namespace Switchyard.Contracts.Workers;

/// <summary>Jobs for the worker to start, never more than its capacity in all.</summary>
/// <param name="Jobs">At least one; as many as fill a frame.</param>
public sealed record AssignFrame(IReadOnlyList<AssignedJob> Jobs) : ServerFrame;
