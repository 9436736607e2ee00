namespace Switchyard.Contracts.Workers;

/// <summary>A frame was refused as a whole. The connection goes on, unless a close follows.</summary>
/// <param name="Code">One of <see cref="WorkerErrorCodes"/>.</param>
/// <param name="Message">What was wrong, for the worker's author.</param>
public sealed record ErrorFrame(string Code, string Message) : ServerFrame;
