using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;

namespace Switchyard.Client.Workers;

/// <summary>Makes frames, filled up to their limit, of what many jobs have to say. A job's log and progress go before its result.</summary>
internal sealed class FrameFiller
{
    private readonly List<JobLog> _logs = [];
    private readonly List<JobProgress> _progress = [];
    private readonly List<JobResult> _results = [];
    private int _bytes;

    /// <summary>Whether it is time to send.</summary>
    public bool IsFull => _bytes >= WorkerProtocol.FrameBytes || _results.Count >= WorkerProtocol.MaxItems;

    /// <summary>Takes in what a job says.</summary>
    public void Add(JobLease lease, in JobReport report)
    {
        if (report.Log is { } text)
        {
            var log = new JobLog(lease.Job, lease.Token, text.ToArray());
            _logs.Add(log);
            _bytes += FrameSize.Of(log);
        }

        if (!report.Progress.IsEmpty)
        {
            var progress = new JobProgress(lease.Job, lease.Token, report.Progress);
            _progress.Add(progress);
            _bytes += FrameSize.Of(progress);
        }

        if (report.Result is { } end)
        {
            Add(end.ToWire(lease));
        }
    }

    /// <summary>Takes in a result.</summary>
    public void Add(in JobResult result)
    {
        _results.Add(result);
        _bytes += FrameSize.Of(result);
    }

    /// <summary>Takes out the frames, in the order in which they must be sent.</summary>
    public IEnumerable<WorkerFrame> Take()
    {
        _bytes = 0;
        if (_logs.Count > 0)
        {
            yield return new LogFrame([.. _logs]);
            _logs.Clear();
        }

        if (_progress.Count > 0)
        {
            yield return new ProgressFrame([.. _progress]);
            _progress.Clear();
        }

        // One result over the limit travels alone.
        var first = 0;
        for (int next = 0, bytes = 0; next < _results.Count; next++)
        {
            var size = FrameSize.Of(_results[next]);
            if (next > first && bytes + size > WorkerProtocol.FrameBytes)
            {
                yield return new SettleFrame(_results.GetRange(first, next - first));
                (first, bytes) = (next, 0);
            }

            bytes += size;
        }

        if (_results.Count > first)
        {
            yield return new SettleFrame(_results.GetRange(first, _results.Count - first));
        }

        _results.Clear();
    }
}
