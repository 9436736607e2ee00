namespace Switchyard.Engine.Jobs;

/// <summary>The front door by which a job came in. The numbers are stored: never renumber, only add.</summary>
public enum Dialect : byte
{
    /// <summary>The native API.</summary>
    Native = 1,

    /// <summary>createTask and getTaskResult.</summary>
    Broker = 2,

    /// <summary>The multi-user task platform.</summary>
    Learning = 3,

    /// <summary>The pull API of Python workers.</summary>
    Pull = 4,

    /// <summary>The browser-task service.</summary>
    Solver = 5,

    /// <summary>Cron tasks and their runs.</summary>
    Scheduler = 6,
}
