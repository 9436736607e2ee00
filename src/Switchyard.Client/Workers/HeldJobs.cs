using System.Collections.Concurrent;
using System.Threading.Channels;
using Switchyard.Contracts.Workers;

namespace Switchyard.Client.Workers;

/// <summary>The jobs that a worker holds over one connection: begun, cancelled, and heard out.</summary>
internal sealed class HeldJobs(JobHandlers handlers, Unanswered unanswered)
{
    // Unbounded by itself: each run stands in it at most once, and the server assigns no more than the capacity.
    private readonly Channel<JobRun> _mailbox = Channel.CreateUnbounded<JobRun>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    private readonly ConcurrentDictionary<JobLease, JobRun> _runs = new();
    private volatile TaskCompletionSource _idle = new();
    private volatile bool _isReleasing;

    /// <summary>Begins a job. The payload is copied: the frame's buffer is used again.</summary>
    public void Start(in AssignedJob job)
    {
        var own = job with { Payload = job.Payload.ToArray(), Checkpoint = job.Checkpoint.ToArray() };
        var run = new JobRun(own, posted => _mailbox.Writer.TryWrite(posted));
        _runs[run.Lease] = run;
        // Owned by _runs: however the handler ends, it ends in the mailbox or forgotten.
        _ = Task.Run(() => WorkAsync(run), CancellationToken.None);
    }

    /// <summary>Asks a job to pause.</summary>
    public void Pause(JobLease lease) => _runs.GetValueOrDefault(lease)?.Pause();

    /// <summary>Stops a job whose lease is lost; what it says from now on is not sent.</summary>
    public void Revoke(in RevokedJob revoked)
    {
        if (_runs.TryRemove(new JobLease(revoked.Job, revoked.Token), out var run))
        {
            run.Cancel(revoked.Reason);
            NoteIdle();
        }
    }

    /// <summary>Notes what became of results.</summary>
    public void Settle(IReadOnlyList<SettledJob> answers)
    {
        foreach (var answer in answers)
        {
            unanswered.Remove(answer);
        }

        NoteIdle();
    }

    /// <summary>Cancels all jobs.</summary>
    /// <param name="release">Whether those that obey are given back; else their leases are lost already.</param>
    public void CancelAll(bool release)
    {
        _isReleasing = release;
        foreach (var run in _runs.Values)
        {
            run.Cancel(reason: null);
        }
    }

    /// <summary>Completes when there is something to collect.</summary>
    public ValueTask<bool> WaitToCollectAsync(CancellationToken cancellation) =>
        _mailbox.Reader.WaitToReadAsync(cancellation);

    /// <summary>Takes in what jobs have to say, until there is no more or it fills a frame.</summary>
    public void Collect(FrameFiller filler)
    {
        while (!filler.IsFull && _mailbox.Reader.TryRead(out var run))
        {
            var report = run.Take();
            if (!_runs.ContainsKey(run.Lease))
            {
                continue; // Revoked meanwhile: nobody wants to hear of it.
            }

            filler.Add(run.Lease, report);
            if (report.Result is { } end)
            {
                unanswered.Add(end.ToWire(run.Lease));
                _runs.TryRemove(run.Lease, out _);
            }
        }
    }

    /// <summary>Completes once nothing is held and every result is answered.</summary>
    public Task WaitForIdleAsync()
    {
        var idle = _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        NoteIdle();
        return idle.Task;
    }

    private async Task WorkAsync(JobRun run)
    {
        if (await handlers.RunAsync(run, () => _isReleasing) is { } result)
        {
            run.End(result);
        }
        else
        {
            _runs.TryRemove(run.Lease, out _);
            NoteIdle();
        }
    }

    private void NoteIdle()
    {
        if (_runs.IsEmpty && unanswered.IsEmpty)
        {
            _idle.TrySetResult();
        }
    }
}
