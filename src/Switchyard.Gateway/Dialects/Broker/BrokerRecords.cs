using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>
/// The wire as records: what the OpenAPI document is generated from, and what the tests read the answers with. Requests
/// and answers themselves are read and written by hand, since tasks and solutions must stay the bytes that they were.
/// </summary>
internal static class BrokerRecords
{
    /// <summary>createTask's body.</summary>
    /// <param name="ClientKey">The API key.</param>
    /// <param name="Task">An object with a <c>type</c>; passed to the worker as it is.</param>
    /// <param name="Proxy">Passed to the worker beside the task, as it is.</param>
    /// <param name="CallbackUrl">Where the result is posted.</param>
    public sealed record CreateTask(string? ClientKey, TaskBody Task, JsonElement? Proxy, string? CallbackUrl);

    /// <summary>A task.</summary>
    public sealed record TaskBody
    {
        /// <summary>What is to be done: the one field that is looked at.</summary>
        public required string Type { get; set; }

        /// <summary>Whatever else the worker needs.</summary>
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Rest { get; set; }
    }

    /// <summary>createTask's answer.</summary>
    public sealed record Created(int ErrorId, JsonElement? TaskId, string? ErrorCode, string? ErrorDescription);

    /// <summary>getTaskResult's body.</summary>
    /// <param name="ClientKey">The API key.</param>
    /// <param name="TaskId">As createTask gave it.</param>
    /// <param name="Wait">Seconds to wait for the end, up to 60.</param>
    public sealed record GetTaskResult(string? ClientKey, JsonElement TaskId, double? Wait);

    /// <summary>getTaskResult's answer.</summary>
    public sealed record TaskResult(
        int ErrorId,
        string? Status,
        JsonElement? Solution,
        string? Cost,
        string? Ip,
        long? CreateTime,
        long? EndTime,
        int? SolveCount,
        JsonElement? TaskId,
        string? ErrorCode,
        string? ErrorDescription
    );

    /// <summary>getBalance's body.</summary>
    /// <param name="ClientKey">The API key.</param>
    public sealed record GetBalance(string? ClientKey);

    /// <summary>getBalance's answer.</summary>
    public sealed record Balance(
        int ErrorId,
        [property: JsonPropertyName("balance")] double? Amount,
        string? ErrorCode,
        string? ErrorDescription
    );

    /// <summary>A 422 answer.</summary>
    public sealed record Invalid(IReadOnlyList<InvalidField> Detail);

    /// <summary>One thing that is wrong with the shape of a request.</summary>
    /// <param name="Loc">Where: names, and a position where the JSON broke.</param>
    /// <param name="Msg">What, for people.</param>
    /// <param name="Type">What, for programs.</param>
    public sealed record InvalidField(IReadOnlyList<JsonElement> Loc, string Msg, string Type);

    /// <summary>Any other failure of a GET.</summary>
    public sealed record Failure(string Detail);

    /// <summary>A worker.</summary>
    public sealed record Node(
        string Id,
        string Ip,
        [property: JsonPropertyName("task_types")] IReadOnlyList<string> TaskTypes,
        [property: JsonPropertyName("max_concurrency")] int MaxConcurrency,
        [property: JsonPropertyName("current_tasks")] int CurrentTasks,
        [property: JsonPropertyName("pending_tasks")] int PendingTasks,
        [property: JsonPropertyName("connected_at")] string ConnectedAt,
        string Uptime,
        string Status
    );

    /// <summary>All tasks in numbers, and those that are not done one by one.</summary>
    public sealed record TaskPool(Summary Summary, IReadOnlyList<PooledTask> Tasks);

    /// <summary>Tasks in numbers.</summary>
    public sealed record Summary(long Total, long Completed, long Pending, long Assigned);

    /// <summary>A task that is not done.</summary>
    public sealed record PooledTask(
        JsonElement TaskId,
        string Status,
        string? AssignedTo,
        string CreatedAt,
        string Type
    );
}
