namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>
/// A task as a client asks for it: what the document is generated from; the body itself is read field by field. A change
/// has the fields that change, and null for the default.
/// </summary>
internal sealed record TaskFields
{
    /// <summary>1 to 255 characters; needed to create one.</summary>
    public string? Name { get; init; }

    /// <summary><c>shell</c>, <c>http</c>, <c>python</c>, or a type that some worker declares; needed to create one.</summary>
    public string? Executor { get; init; }

    /// <summary>Of shell and python; needed.</summary>
    public string? Command { get; init; }

    /// <summary>Of python.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Of python; default <c>python3</c>.</summary>
    public string? PythonPath { get; init; }

    /// <summary>Of shell and python: an absolute path.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Of shell and python.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Of http; needed.</summary>
    public string? Url { get; init; }

    /// <summary>Of http; default GET.</summary>
    public string? Method { get; init; }

    /// <summary>Of http.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Of http.</summary>
    public string? Body { get; init; }

    /// <summary>Of http; default 200 to 299.</summary>
    public IReadOnlyList<int>? ExpectStatus { get; init; }

    /// <summary>Of any other type: an object.</summary>
    public System.Text.Json.Nodes.JsonObject? Payload { get; init; }

    /// <summary>5 fields, 6 with the seconds first, or a name as <c>@hourly</c>.</summary>
    public string? Schedule { get; init; }

    /// <summary>By its IANA name; default UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary><c>active</c> by default, <c>paused</c> or <c>disabled</c>.</summary>
    public string? Status { get; init; }

    /// <summary><c>low</c>, <c>normal</c> by default, <c>high</c> or <c>critical</c>.</summary>
    public string? Priority { get; init; }

    /// <summary>0 to 100; default 0.</summary>
    public int? RetryCount { get; init; }

    /// <summary>Exponential with full jitter.</summary>
    public BackoffView? RetryBackoff { get; init; }

    /// <summary>1 to 86400; default 3600.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>At most 16 of 1 to 64 characters.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary><c>skip</c> by default, <c>queue</c>, <c>allow</c> or <c>cancel_previous</c>.</summary>
    public string? Overlap { get; init; }

    /// <summary><c>one</c> by default, <c>none</c> or <c>all</c>.</summary>
    public string? CatchUp { get; init; }

    /// <summary>1 to 255 characters; tasks with the same key overlap as if they were one.</summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>0 to 86400; default 0.</summary>
    public int? JitterSeconds { get; init; }
}
