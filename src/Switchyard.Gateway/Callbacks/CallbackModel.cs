namespace Switchyard.Gateway.Callbacks;

/// <summary>How results are posted to callback URLs; validated before it gets here.</summary>
public sealed record CallbackModel
{
    /// <summary>
    /// Whether loopback, link-local, private and other special addresses may be posted to. Callback URLs are strangers'
    /// words: where strangers can create tasks, this node must not carry their requests into its own network.
    /// </summary>
    public bool AllowPrivateNetwork { get; init; }
}
