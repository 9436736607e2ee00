using Switchyard.Contracts.Workers;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>What waits for a worker, whatever carries it there. Thread-safe; nothing blocks.</summary>
internal interface IWorkerOutbox
{
    /// <summary>True while so much waits that the worker should be given no more jobs.</summary>
    bool IsCongested { get; }

    /// <summary>Queues a frame; false when the outbox is full or closed.</summary>
    bool TryPost(ServerFrame frame, int bytes);

    /// <summary>Takes nothing more, and closes once what waits is out. The first call counts.</summary>
    void Complete(int code, string reason);
}
