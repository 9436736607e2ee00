namespace Switchyard.Engine.Jobs;

/// <summary>Some lines of one attempt's log.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="FirstLine">The number of the first line in it, from 0 in each attempt.</param>
/// <param name="Bytes">Whole lines of UTF-8, each ended by a line feed; at most 64 KiB.</param>
public readonly record struct LogChunk(long JobId, int Attempt, int FirstLine, ReadOnlyMemory<byte> Bytes);
