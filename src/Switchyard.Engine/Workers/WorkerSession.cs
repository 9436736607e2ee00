using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Leases;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Workers;

/// <summary>One connection of a worker. Its counters belong to the dispatcher, which guards them by its lock.</summary>
internal sealed class WorkerSession(
    WorkerHello hello,
    IWorkerLink link,
    WorkerRegistry registry,
    LeaseEnds ends,
    DateTimeOffset connectedAt,
    TimeSpan leaseTime,
    CancellationToken stopping
) : IWorkerSession
{
    /// <summary>What it said of itself.</summary>
    public WorkerHello Said { get; internal set; } = hello;

    /// <summary>The same, with what an operator set over it.</summary>
    public WorkerHello Hello { get; internal set; } = hello;

    /// <summary>What an operator set.</summary>
    public WorkerChange Set { get; internal set; } = new();

    /// <summary>The way to it.</summary>
    public IWorkerLink Link => link;

    /// <summary>
    /// What it waits for, of a worker that asks; null for a connected one. One that asks outlives the node: its leases are
    /// neither renewed for it, nor given back when the node stops.
    /// </summary>
    public PollQueue? Polls { get; init; }

    /// <summary>How long its leases last.</summary>
    public TimeSpan LeaseTime { get; internal set; } = leaseTime;

    /// <summary>When it connected.</summary>
    public DateTimeOffset ConnectedAt { get; } = connectedAt;

    /// <summary>Its last sign of life.</summary>
    public DateTimeOffset LastSeenAt { get; internal set; } = connectedAt;

    /// <summary>What it last said of jobs that wait in it.</summary>
    public int ReportedPending { get; internal set; }

    /// <summary>How busy its machine is, as it last said.</summary>
    public SystemUsage? System { get; internal set; }

    /// <summary>Gets no further jobs.</summary>
    public bool IsDraining { get; internal set; }

    /// <summary>Over.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>Those that do the same; null while it is out of service.</summary>
    public WorkerClass? Class { get; set; }

    /// <summary>The leases it holds.</summary>
    public HashSet<HeldLease> Leases { get; } = [];

    /// <summary>Slots promised to claims of the round under way.</summary>
    public int Reserved { get; set; }

    /// <summary>Leases whose end is part of the round under way.</summary>
    public int Ending { get; set; }

    /// <summary>When it was last given a job, in the order of its class.</summary>
    public long LastTurn { get; set; }

    /// <summary>Jobs that it does at once.</summary>
    public int Capacity => Hello.Capacity;

    /// <summary>Its own word on how many it does counts for nothing where it asks: it gets what it asks for.</summary>
    private int MostPolled => Set.MaxTasks ?? int.MaxValue;

    /// <summary>Slots in use.</summary>
    public int Load => Leases.Count + Reserved - Ending;

    /// <summary>Jobs that it can still take.</summary>
    public int FreeSlots =>
        IsDraining || IsClosed || !Set.IsEnabled || link.IsCongested
            ? 0
            : Math.Max(0, Polls is null ? Capacity - Load : Math.Min(Polls.Demand - Reserved, MostPolled - Load));

    /// <summary>How it looks from outside.</summary>
    public WorkerStatus Status(bool isOnline) =>
        new(
            Hello,
            isOnline,
            IsDraining,
            isOnline ? Leases.Count : 0,
            ReportedPending,
            ConnectedAt,
            LastSeenAt,
            Polls is not null
        )
        {
            IsEnabled = Set.IsEnabled,
            System = System,
        };

    /// <inheritdoc/>
    public bool TryGetLease(long jobId, out long token) => registry.TryGetLease(this, jobId, out token);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SettlementResult>> SettleAsync(
        IReadOnlyList<WorkerSettlement> settlements,
        CancellationToken cancellation
    )
    {
        // The connection's token is not forwarded: what a worker has said counts, even if it leaves right after.
        Seen(default);
        return ends.SettleAsync(this, settlements, stopping);
    }

    /// <inheritdoc/>
    public bool Progress(long jobId, long token, ReadOnlyMemory<byte> progress) =>
        registry.Progress(this, jobId, token, progress);

    /// <inheritdoc/>
    public bool Log(long jobId, long token, ReadOnlyMemory<byte> text) => registry.Log(this, jobId, token, text);

    /// <inheritdoc/>
    public Task WhenLogHasRoomAsync(CancellationToken cancellation) => registry.WhenLogHasRoomAsync(cancellation);

    /// <inheritdoc/>
    public void Seen(SignOfLife sign) => registry.Seen(this, sign);

    /// <inheritdoc/>
    public void Update(WorkerHello hello) => registry.Update(this, hello);

    /// <inheritdoc/>
    public void Drain() => registry.Drain(this);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => registry.CloseAsync(this);
}
