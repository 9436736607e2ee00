namespace Switchyard.Contracts.Workers.Codec;

/// <summary>What reading a message gave: a frame, or why there is none.</summary>
/// <typeparam name="T">The kind of frame.</typeparam>
/// <param name="Frame">The frame; null when the message is none.</param>
/// <param name="Error">What to answer; null when there is a frame.</param>
public readonly record struct FrameResult<T>(T? Frame, ErrorFrame? Error)
    where T : class;
