using System.Buffers;
using System.Text;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Jobs;

/// <summary>Reads logs, and waits for what is yet to be said.</summary>
/// <param name="jobs">Says whether a job has ended, and whose it is.</param>
/// <param name="store">Where the lines are.</param>
/// <param name="news">Woken, by job, when lines are written.</param>
/// <param name="ends">Woken, by job, when one ends.</param>
/// <param name="clock">Bounds the wait.</param>
internal sealed class JobLogs(IJobs jobs, ILogStore store, JobWaiters news, JobWaiters ends, TimeProvider clock)
    : IJobLogs
{
    /// <summary>Chunks read at once, each of at most 64 KiB.</summary>
    private const int Chunks = 16;

    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    /// <summary>Lines that another node wrote are looked for this often.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async ValueTask<LogPage?> ReadAsync(
        JobRef job,
        long? sees,
        LogCursor from,
        int limit,
        TimeSpan wait,
        CancellationToken cancellation
    )
    {
        var most = wait < MaxWait ? wait : MaxWait;
        var began = clock.GetTimestamp();
        while (true)
        {
            // Registered first, read second: what is written in between wakes the reader. Without room it only looks again.
            var (line, end) = (news.Join(job.Id), ends.Join(job.Id));
            try
            {
                // The state first: a job that had ended by then has said all that it ever will.
                if (await jobs.GetAsync(job, sees, cancellation) is not { } found)
                {
                    return null;
                }

                var page = await ReadAsync(job.Id, from, limit, found.State.IsFinished(), cancellation);
                var left = most - clock.GetElapsedTime(began);
                if (page.Lines.Count > 0 || page.IsEnd || left <= TimeSpan.Zero || news.IsClosed)
                {
                    return page;
                }

                using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                var pause = Task.Delay(left < LookAgain ? left : LookAgain, clock, ending.Token);
                await Task.WhenAny(new Task?[] { line?.Ended, end?.Ended, pause }.OfType<Task>());
                await ending.CancelAsync();
            }
            finally
            {
                Leave(news, line);
                Leave(ends, end);
            }

            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<string> TailAsync(JobSnapshot job, int maxBytes, CancellationToken cancellation)
    {
        var chunks = await store.ReadTailAsync(job.Id, job.Attempt, maxBytes, cancellation);
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var chunk in chunks)
        {
            bytes.Write(chunk.Bytes.Span);
        }

        var tail = bytes.WrittenSpan[Math.Max(0, bytes.WrittenCount - maxBytes)..];
        // The cut may have gone through a character, of which up to three bytes are left.
        var begin = 0;
        while (tail.Length < bytes.WrittenCount && begin < 3 && begin < tail.Length && (tail[begin] & 0xC0) == 0x80)
        {
            begin++;
        }

        return Encoding.UTF8.GetString(tail[begin..]);
    }

    private static void Leave(JobWaiters waiters, JobWaiters.Waiter? waiter)
    {
        if (waiter is not null)
        {
            waiters.Leave(waiter);
        }
    }

    private async ValueTask<LogPage> ReadAsync(
        long job,
        LogCursor from,
        int limit,
        bool isEnded,
        CancellationToken cancellation
    )
    {
        var chunks = await store.ReadAsync(job, from.Attempt, from.Line, Chunks, cancellation);
        var lines = new List<LogLine>();
        foreach (var chunk in chunks)
        {
            AddLines(chunk, from, lines, limit);
        }

        var next = lines.Count == 0 ? from : new LogCursor(lines[^1].Attempt, lines[^1].Number + 1);
        return new LogPage(lines, next, isEnded && chunks.Count < Chunks && lines.Count < limit);
    }

    private static void AddLines(in LogChunk chunk, LogCursor from, List<LogLine> lines, int limit)
    {
        var rest = chunk.Bytes.Span;
        for (var number = chunk.FirstLine; !rest.IsEmpty && lines.Count < limit; number++)
        {
            var end = rest.IndexOf((byte)'\n');
            if (chunk.Attempt > from.Attempt || number >= from.Line)
            {
                lines.Add(new LogLine(chunk.Attempt, number, Encoding.UTF8.GetString(rest[..end])));
            }

            rest = rest[(end + 1)..];
        }
    }
}
