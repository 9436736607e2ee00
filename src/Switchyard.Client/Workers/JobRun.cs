using System.Diagnostics.CodeAnalysis;
using System.Text;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Workers;

namespace Switchyard.Client.Workers;

/// <summary>
/// One job in a worker, and what its handler has said that is not sent yet. It stands in the mailbox at most once,
/// however much it has to say, so that what waits is bounded by the worker's capacity.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A source without a timer holds nothing, and a handler may use its token when the run is over."
)]
internal sealed class JobRun(AssignedJob job, Action<JobRun> post)
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenSource _pause = new();
    private JobReport _report;
    private TaskCompletionSource? _logTaken;
    private bool _isPosted;

    public AssignedJob Job => job;

    public JobLease Lease => new(job.Job, job.Token);

    public CancellationToken Cancellation => _cancellation.Token;

    public CancellationToken PauseRequested => _pause.Token;

    public string? RevokeReason { get; private set; }

    /// <summary>Says that its lease is lost, or that the worker stops for good.</summary>
    public void Cancel(string? reason)
    {
        RevokeReason = reason;
        // Elsewhere: what a handler hangs on to this token must not run inside the receive loop.
        _ = _cancellation.CancelAsync();
    }

    public void Pause() => _ = _pause.CancelAsync();

    public void Report(RawJson progress)
    {
        lock (_gate)
        {
            _report.Progress = progress.Bytes;
            Post();
        }
    }

    public async ValueTask LogAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.EndsWith('\n') ? text : text + '\n').AsMemory();
        while (!bytes.IsEmpty)
        {
            Task taken;
            lock (_gate)
            {
                var piece = PieceOf(bytes.Span, WorkerProtocol.MaxLogBytes - (_report.Log?.Count ?? 0));
                (_report.Log ??= []).AddRange(bytes.Span[..piece]);
                bytes = bytes[piece..];
                Post();
                if (bytes.IsEmpty)
                {
                    return;
                }

                _logTaken ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                taken = _logTaken.Task;
            }

            await taken.WaitAsync(Cancellation);
        }
    }

    public void End(in WorkResult result)
    {
        lock (_gate)
        {
            _report.Result = result;
            Post();
        }
    }

    /// <summary>Takes out what waits to be sent.</summary>
    public JobReport Take()
    {
        lock (_gate)
        {
            var report = _report;
            _report = default;
            _isPosted = false;
            _logTaken?.SetResult();
            _logTaken = null;
            return report;
        }
    }

    /// <summary>
    /// As much as there is room for, in whole lines: the server ends the last line of each piece. Only a line that is
    /// longer than a piece is broken, between two characters.
    /// </summary>
    private static int PieceOf(ReadOnlySpan<byte> text, int room)
    {
        if (text.Length <= room)
        {
            return text.Length;
        }

        var lines = text[..room].LastIndexOf((byte)'\n') + 1;
        if (lines > 0 || room < WorkerProtocol.MaxLogBytes)
        {
            return lines;
        }

        while ((text[room] & 0xC0) == 0x80 && room > WorkerProtocol.MaxLogBytes - 4)
        {
            room--;
        }

        return room;
    }

    private void Post()
    {
        if (!_isPosted)
        {
            _isPosted = true;
            post(this);
        }
    }
}
