using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Tests.Harness;

/// <summary>A real store that can be put out, broken for good or held back, and that remembers its rounds.</summary>
internal sealed class StorageProbe : IStorage
{
    private readonly IStorage _inner;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _held;

    public StorageProbe(IStorage inner)
    {
        _inner = inner;
        Rounds = new ProbedRounds(this, inner.Rounds);
        Blobs = new ProbedBlobs(this, inner.Blobs);
        Logs = new ProbedLogs(this, inner.Logs);
        Nodes = new ProbedNodes(this, inner.Nodes);
        Maintenance = new ProbedMaintenance(this, inner.Maintenance);
    }

    /// <summary>Whether it cannot write now.</summary>
    public bool IsOut { get; set; }

    /// <summary>Whether it has failed for good.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Changes what the reconciler says it did.</summary>
    public Func<ReconcileResult, ReconcileResult> Reconciled { get; set; } = result => result;

    /// <summary>Writes that met an outage.</summary>
    public int Refused { get; private set; }

    /// <summary>Health probes that met an outage.</summary>
    public int RefusedProbes { get; private set; }

    /// <summary>Whether a round is held back now.</summary>
    public bool IsHolding { get; private set; }

    /// <summary>The rounds that were committed, in order.</summary>
    public IReadOnlyList<(Round Round, RoundResult Result)> Committed
    {
        get
        {
            lock (_gate)
            {
                return [.. CommittedRounds];
            }
        }
    }

    public IRoundStore Rounds { get; }

    public IJobStore Jobs => _inner.Jobs;

    public IBlobStore Blobs { get; }

    public ILaneStore Lanes => _inner.Lanes;

    public ILogStore Logs { get; }

    public IKeyStore Keys => _inner.Keys;

    public IAuditStore Audit => _inner.Audit;

    public IBulkStore Bulk => _inner.Bulk;

    public IScheduleStore Schedules => _inner.Schedules;

    public IScheduleRunStore ScheduleRuns => _inner.ScheduleRuns;

    public INodeStore Nodes { get; }

    public IMaintenanceStore Maintenance { get; }

    private List<(Round Round, RoundResult Result)> CommittedRounds { get; } = [];

    /// <summary>From now on rounds wait before they are committed, until the answer is disposed.</summary>
    public IDisposable Hold()
    {
        _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Release(this);
    }

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    internal void Check()
    {
        if (IsBroken)
        {
            throw new StorageFatalException("The test broke the store.");
        }

        if (IsOut)
        {
            lock (_gate)
            {
                Refused++;
            }

            throw new StorageUnavailableException("The test put the store out.");
        }
    }

    internal void CheckProbe()
    {
        RefusedProbes += IsOut ? 1 : 0;
        Check();
    }

    internal async Task HeldAsync(CancellationToken cancellation)
    {
        if (_held is { } held)
        {
            IsHolding = true;
            await held.Task.WaitAsync(cancellation);
            IsHolding = false;
        }
    }

    internal void Note(Round round, RoundResult result)
    {
        lock (_gate)
        {
            CommittedRounds.Add((round, result));
        }
    }

    private sealed class Release(StorageProbe probe) : IDisposable
    {
        public void Dispose()
        {
            var held = probe._held;
            probe._held = null;
            held?.TrySetResult();
        }
    }
}
