using System.Text.Json.Serialization;
using Switchyard.Contracts.Json;

namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>
/// A task: a definition that makes runs. The fields of its executor are absent from lists, and each where it has no value.
/// </summary>
internal sealed record TaskView
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>For people; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary><c>shell</c>, <c>http</c>, <c>python</c>, or a type that some worker declares.</summary>
    public required string Executor { get; init; }

    /// <summary>Of shell: a command line; of python: a script.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Command { get; init; }

    /// <summary>Of python: what the script gets.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Of python: the interpreter.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PythonPath { get; init; }

    /// <summary>Of shell and python: where it runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WorkingDirectory { get; init; }

    /// <summary>Of shell and python: its variables.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Of http.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    /// <summary>Of http.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Method { get; init; }

    /// <summary>Of http.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Of http.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Body { get; init; }

    /// <summary>Of http: the statuses that count as success, where they are not 200 to 299.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? ExpectStatus { get; init; }

    /// <summary>Of any other type: what the worker gets.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RawJson? Payload { get; init; }

    /// <summary>A cron text; null for by hand only.</summary>
    public required string? Schedule { get; init; }

    /// <summary>The zone of its times.</summary>
    public required string TimeZone { get; init; }

    /// <summary><c>active</c>, <c>paused</c> (by hand only) or <c>disabled</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>low</c>, <c>normal</c>, <c>high</c> or <c>critical</c>.</summary>
    public required string Priority { get; init; }

    /// <summary>Attempts of a run after the first.</summary>
    public required int RetryCount { get; init; }

    /// <summary>How long it waits before them.</summary>
    public required BackoffView RetryBackoff { get; init; }

    /// <summary>The bound of one attempt; null for none.</summary>
    public required double? TimeoutSeconds { get; init; }

    /// <summary>Tags that a worker must have.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>What becomes of a slot while another run is not over: <c>skip</c>, <c>queue</c>, <c>allow</c>, <c>cancel_previous</c>.</summary>
    public required string Overlap { get; init; }

    /// <summary>What becomes of slots that were missed: <c>one</c>, <c>none</c>, <c>all</c>.</summary>
    public required string CatchUp { get; init; }

    /// <summary>The group in which runs overlap; null for the task's own.</summary>
    public required string? ConcurrencyKey { get; init; }

    /// <summary>Slots are fired later by a part of this.</summary>
    public required double JitterSeconds { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The next slot; null when it does not run of itself.</summary>
    public required DateTimeOffset? NextRun { get; init; }

    /// <summary>The next five slots; absent from lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DateTimeOffset>? NextRuns { get; init; }
}
