namespace Switchyard.Contracts.Errors;

/// <summary>The codes of the native API's problems. Codes are added, never changed.</summary>
public static class ProblemCodes
{
    /// <summary>400: not HTTP, or not JSON, as it should be.</summary>
    public const string BadRequest = "bad_request";

    /// <summary>422: a field is missing or out of its range; the detail names it.</summary>
    public const string Invalid = "invalid";

    /// <summary>401: a key is needed, or the one given is nobody's.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>403: the key has not the scope, or the origin or host is not known here.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>404: no such thing, or not yours to see.</summary>
    public const string NotFound = "not_found";

    /// <summary>404: no worker of this name is registered, or no longer: register it, then go on.</summary>
    public const string UnknownWorker = "unknown_worker";

    /// <summary>405: the path exists, for another method.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>408: the body came too slowly.</summary>
    public const string RequestTimeout = "request_timeout";

    /// <summary>409: the job's state does not allow the order.</summary>
    public const string WrongState = "wrong_state";

    /// <summary>409: it has changed since the version that was named.</summary>
    public const string VersionConflict = "version_conflict";

    /// <summary>409: the idempotency key was used for another content.</summary>
    public const string IdempotencyConflict = "idempotency_conflict";

    /// <summary>413: body, payload or metadata over its limit.</summary>
    public const string TooLarge = "too_large";

    /// <summary>429: the queue, or the caller's share of it, is full.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>429: more requests than the key's limit.</summary>
    public const string TooManyRequests = "too_many_requests";

    /// <summary>429: as many workers are registered as there may be.</summary>
    public const string TooManyWorkers = "too_many_workers";

    /// <summary>409 or 429: the same is being done already; try again later.</summary>
    public const string Busy = "busy";

    /// <summary>501: not with this store.</summary>
    public const string NotSupported = "not_supported";

    /// <summary>503: more is coming in than the store takes right now; try again.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>503: the store cannot serve now, or the node is stopping; try again.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>500: a bug; the server's log has it under the correlation id.</summary>
    public const string Internal = "internal";
}
