namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>The error codes of this API: the number is <c>errorId</c>, always above 0 since clients test for that.</summary>
internal enum BrokerError
{
    /// <summary>A key is needed, the one given is nobody's, or it may not do this.</summary>
    KeyDoesNotExist = 1,

    /// <summary>The queue is full, or too much comes in right now: try again later.</summary>
    NoSlotAvailable = 2,

    /// <summary>Never sent: nothing is billed.</summary>
    ZeroBalance = 10,

    /// <summary>The request comes from an unknown origin or for an unknown host.</summary>
    IpNotAllowed = 11,

    /// <summary>The task failed, expired or was cancelled.</summary>
    CaptchaUnsolvable = 12,

    /// <summary>There is no such path.</summary>
    NoSuchMethod = 14,

    /// <summary>There is no such task, or it is another key's.</summary>
    NoSuchTask = 16,

    /// <summary>Never sent: nobody is blocked.</summary>
    IpBlocked = 21,

    /// <summary><c>task</c> is null.</summary>
    TaskAbsent = 22,

    /// <summary>The type is not one of those that are accepted.</summary>
    TaskNotSupported = 23,
}
