using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Storage;

/// <summary>What workers say while they work, kept as chunks of whole lines.</summary>
public interface ILogStore
{
    /// <summary>Appends chunks in one transaction. A chunk of a job that is gone is dropped.</summary>
    ValueTask AppendAsync(IReadOnlyList<LogChunk> chunks, CancellationToken cancellation);

    /// <summary>Chunks of a job in order of (attempt, first line), from the given place on.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="attempt">Start at this attempt, from 1.</param>
    /// <param name="line">And at the chunk that holds this line of it, from 0.</param>
    /// <param name="limit">Chunks, 1 to 256.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<LogChunk>> ReadAsync(
        long jobId,
        int attempt,
        int line,
        int limit,
        CancellationToken cancellation
    );

    /// <summary>The last chunks of an attempt, in order: as few as hold so many bytes, or all.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="attempt">Which attempt, from 1.</param>
    /// <param name="bytes">At least 1.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<LogChunk>> ReadTailAsync(
        long jobId,
        int attempt,
        int bytes,
        CancellationToken cancellation
    );
}
