namespace Switchyard.Gateway.Dialects;

/// <summary>Failures that are the same on every door, before each door gives them its own shape.</summary>
public enum GatewayFailure
{
    /// <summary>Not HTTP as it should be.</summary>
    BadRequest,

    /// <summary>A key is needed, or the one given is nobody's.</summary>
    Unauthorized,

    /// <summary>An unknown origin or host, or a key without the scope.</summary>
    Forbidden,

    /// <summary>No such path.</summary>
    NotFound,

    /// <summary>The path exists, for another method.</summary>
    MethodNotAllowed,

    /// <summary>The body is over the limit.</summary>
    PayloadTooLarge,

    /// <summary>The body came too slowly.</summary>
    RequestTimeout,

    /// <summary>More requests than the caller's limit.</summary>
    TooManyRequests,

    /// <summary>The store cannot serve now, or the node is stopping.</summary>
    Unavailable,

    /// <summary>A bug; the log has it under the correlation id.</summary>
    Internal,
}
