using System.Text;
using System.Threading.Channels;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Tests.Harness;

/// <summary>A worker that notes all that it hears, and whether it was ever given more than it can do.</summary>
internal sealed class TestWorker(int capacity) : IWorkerLink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly Channel<Assignment> _assigned = Channel.CreateUnbounded<Assignment>();
    private readonly HashSet<(long Job, long Token)> _held = [];
    private readonly List<(long Job, long Token, RevokeReason Reason)> _revoked = [];
    private readonly List<(long Job, long Token)> _asked = [];

    public IWorkerSession Session { get; set; } = null!;

    /// <summary>Set once it was given more than it can do.</summary>
    public bool WasOverfull { get; private set; }

    public bool IsCongested
    {
        get => field || Given >= CongestedFrom;
        set;
    }

    /// <summary>The link is full once it was given so many jobs.</summary>
    public int CongestedFrom { get; set; } = int.MaxValue;

    public bool IsDrained { get; private set; }

    public WorkerCloseReason? Closed { get; private set; }

    /// <summary>All that it was ever given.</summary>
    public int Given { get; private set; }

    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _held.Count;
            }
        }
    }

    public IReadOnlyList<(long Job, long Token, RevokeReason Reason)> Revoked
    {
        get
        {
            lock (_gate)
            {
                return [.. _revoked];
            }
        }
    }

    /// <summary>Jobs that it was asked to pause.</summary>
    public IReadOnlyList<(long Job, long Token)> Asked
    {
        get
        {
            lock (_gate)
            {
                return [.. _asked];
            }
        }
    }

    /// <summary>The next job that it is given.</summary>
    public async Task<Assignment> NextAsync() =>
        await _assigned.Reader.ReadAsync().AsTask().WaitAsync(Patience, TimeProvider.System);

    /// <summary>So many jobs.</summary>
    public async Task<List<Assignment>> NextAsync(int count)
    {
        var all = new List<Assignment>();
        while (all.Count < count)
        {
            all.Add(await NextAsync());
        }

        return all;
    }

    /// <summary>What it was given and nobody has looked at yet.</summary>
    public bool TryNext(out Assignment? assignment) => _assigned.Reader.TryRead(out assignment);

    public Task<SettlementAnswer> SucceedAsync(Assignment job, string result = "done") =>
        SettleAsync(job, SettlementKind.Succeeded, result);

    public Task<SettlementAnswer> FailAsync(Assignment job, string error = "broken") =>
        SettleAsync(job, SettlementKind.Failed, "", error);

    public async Task<SettlementAnswer> SettleAsync(
        Assignment job,
        SettlementKind kind,
        string result = "",
        string? error = null
    ) => (await SettleAsync([End(job, kind, Encoding.UTF8.GetBytes(result), error)]))[0].Answer;

    public async Task<IReadOnlyList<SettlementResult>> SettleAsync(IReadOnlyList<WorkerSettlement> settlements)
    {
        lock (_gate)
        {
            foreach (var settlement in settlements)
            {
                _held.Remove((settlement.JobId, settlement.Token));
            }
        }

        return await Session.SettleAsync(settlements, CancellationToken.None);
    }

    public static WorkerSettlement End(
        Assignment job,
        SettlementKind kind,
        ReadOnlyMemory<byte> result = default,
        string? error = null
    ) => new(job.Job.Id, job.Job.Token, kind, result, error);

    public void Assign(IReadOnlyList<Assignment> assignments)
    {
        lock (_gate)
        {
            foreach (var assignment in assignments)
            {
                _held.Add((assignment.Job.Id, assignment.Job.Token));
                _assigned.Writer.TryWrite(assignment);
                Given++;
            }

            WasOverfull |= _held.Count > capacity;
        }
    }

    public void Revoke(long jobId, long token, RevokeReason reason)
    {
        lock (_gate)
        {
            _held.Remove((jobId, token));
            _revoked.Add((jobId, token, reason));
        }
    }

    public void Pause(long jobId, long token)
    {
        lock (_gate)
        {
            _asked.Add((jobId, token));
        }
    }

    public void Drain() => IsDrained = true;

    public void Close(WorkerCloseReason reason) => Closed = reason;
}
