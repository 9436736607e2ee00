namespace Switchyard.Engine.Callbacks;

/// <summary>How a delivery went.</summary>
public enum CallbackAnswer
{
    /// <summary>A 2xx answer.</summary>
    Delivered,

    /// <summary>Not reached, too slow, or a 429 or 5xx answer: worth another try.</summary>
    TryAgain,

    /// <summary>A refused address, a redirect, or any other answer: no try can mend it.</summary>
    GiveUp,
}
