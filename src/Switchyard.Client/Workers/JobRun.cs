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
                var room = Math.Min(WorkerProtocol.MaxLogBytes - (_report.Log?.Count ?? 0), bytes.Length);
                (_report.Log ??= []).AddRange(bytes.Span[..room]);
                bytes = bytes[room..];
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

    private void Post()
    {
        if (!_isPosted)
        {
            _isPosted = true;
            post(this);
        }
    }
}
