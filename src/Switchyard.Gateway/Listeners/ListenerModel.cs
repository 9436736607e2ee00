namespace Switchyard.Gateway.Listeners;

/// <summary>One listener, validated.</summary>
public sealed record ListenerModel
{
    /// <summary>One of <see cref="ListenerNames"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is served.</summary>
    public required ListenerUrl Url { get; init; }

    /// <summary>Whether callers without a valid key are refused.</summary>
    public required bool RequiresKeys { get; init; }

    /// <summary>Names, beside addresses and localhost, that a <c>Host</c> header may have where it is checked.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Origins of web pages that may call: <c>https://app.example</c>. A page served by the listener itself always may.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Whether keys' limits of requests a minute are held.</summary>
    public bool LimitsRates { get; init; } = true;
}
