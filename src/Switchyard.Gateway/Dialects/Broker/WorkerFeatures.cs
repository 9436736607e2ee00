namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>Frames that a worker has to ask for in its register message, since one that did not would crash of them.</summary>
[Flags]
internal enum WorkerFeatures
{
    /// <summary>new_task and nothing else.</summary>
    None = 0,

    /// <summary>cancel_task, when a task that it has is no longer its own.</summary>
    Cancel = 1,

    /// <summary>Its progress and log messages are taken.</summary>
    Progress = 2,

    /// <summary>registered, result_ack and error.</summary>
    Ack = 4,

    /// <summary>pause_task, answered by task_paused; new_task may carry a checkpoint.</summary>
    Pause = 8,
}
