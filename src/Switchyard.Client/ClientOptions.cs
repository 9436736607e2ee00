namespace Switchyard.Client;

/// <summary>Where the server is and how to come in.</summary>
public sealed record ClientOptions
{
    /// <summary>The console listener; default <c>http://127.0.0.1:8080</c>.</summary>
    public Uri Server { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>The API key; null on a listener that asks for none.</summary>
    public string? Key { get; init; }

    /// <summary>How long an answer may take, a wait's own time not counted; default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where time comes from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
