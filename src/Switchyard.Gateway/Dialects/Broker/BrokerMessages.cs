namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>What clients post. A message that has problems is answered with them and is not to be used.</summary>
internal static class BrokerMessages
{
    /// <summary><c>{"clientKey":…,"task":{"type":…,…},"proxy":…,"callbackUrl":…}</c></summary>
    public sealed record CreateTask
    {
        /// <summary>The API key.</summary>
        public RawValue ClientKey { get; set; }

        /// <summary>The task; null is allowed in, to be answered with its own code.</summary>
        public RawValue Task { get; set; }

        /// <summary>The last <c>type</c> in the task: parsers of workers take that one too.</summary>
        public RawValue TaskType { get; set; }

        /// <summary>Whether the task has a <c>taskId</c> of its own.</summary>
        public bool TaskHasId { get; set; }

        /// <summary>A proxy beside the task, of any shape.</summary>
        public RawValue Proxy { get; set; }

        /// <summary>Where the client wants the result posted.</summary>
        public RawValue Callback { get; set; }

        /// <summary>The text of <see cref="TaskType"/>.</summary>
        public string Type { get; set; } = "";

        /// <summary>The text of <see cref="Callback"/>; null for none.</summary>
        public string? CallbackUrl { get; set; }
    }

    /// <summary><c>{"clientKey":…,"taskId":…,"wait":…}</c></summary>
    public sealed record GetTaskResult
    {
        /// <summary>The API key.</summary>
        public RawValue ClientKey { get; set; }

        /// <summary>A string or a number.</summary>
        public RawValue TaskId { get; set; }

        /// <summary>Seconds.</summary>
        public RawValue Wait { get; set; }

        /// <summary>How long to wait for the end, 0 to 60 s.</summary>
        public TimeSpan WaitTime { get; set; }
    }

    /// <summary><c>{"clientKey":…}</c></summary>
    public sealed record GetBalance
    {
        /// <summary>The API key.</summary>
        public RawValue ClientKey { get; set; }
    }
}
