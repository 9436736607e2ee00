namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>All fields of all worker messages: which of them matter is known once <c>type</c> is.</summary>
internal sealed class WorkerFields
{
    public RawValue Type { get; set; }

    public RawValue TaskTypes { get; set; }

    public RawValue MaxConcurrency { get; set; }

    public RawValue Ip { get; set; }

    public RawValue Features { get; set; }

    public RawValue PendingTasks { get; set; }

    public RawValue TaskId { get; set; }

    public RawValue ErrorId { get; set; }

    public RawValue ErrorDescription { get; set; }

    public RawValue Result { get; set; }

    public RawValue Progress { get; set; }

    public RawValue Text { get; set; }

    public RawValue Checkpoint { get; set; }
}
