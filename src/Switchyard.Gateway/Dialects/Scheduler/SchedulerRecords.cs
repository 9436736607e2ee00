using System.Text.Json.Serialization;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>What every answer is wrapped in, and what errors say.</summary>
internal static class SchedulerRecords
{
    /// <summary>An answer.</summary>
    /// <param name="Success">Whether the request was carried out.</param>
    /// <param name="Data">What it asked for; null for a failure.</param>
    /// <param name="Message">In words.</param>
    /// <param name="Timestamp">The server's clock.</param>
    public sealed record Envelope<T>(
        bool Success,
        T? Data,
        string Message,
        [property: JsonPropertyOrder(2)] DateTimeOffset Timestamp
    )
    {
        /// <summary>What is wrong; absent from a success.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        [JsonPropertyOrder(1)]
        public Error? Error { get; init; }
    }

    /// <summary>A failure.</summary>
    /// <param name="Type">The kind of failure, a stable word.</param>
    /// <param name="Code">The HTTP status.</param>
    /// <param name="Message">In words.</param>
    public sealed record Error(string Type, int Code, string Message)
    {
        /// <summary>Each field that is wrong; absent where no field is.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<FieldProblem>? Details { get; init; }
    }

    /// <summary>What is wrong with a field of a body or a parameter of a query.</summary>
    /// <param name="Field">Its name.</param>
    /// <param name="Message">What it should be.</param>
    public sealed record FieldProblem(string Field, string Message);

    /// <summary>One page of a list.</summary>
    /// <param name="Items">The rows.</param>
    /// <param name="Total">Rows on all pages.</param>
    /// <param name="Page">From 1.</param>
    /// <param name="Size">The most rows on a page.</param>
    /// <param name="TotalPages">0 when there are no rows.</param>
    public sealed record Listing<T>(IReadOnlyList<T> Items, long Total, int Page, int Size, long TotalPages)
    {
        /// <summary>A page of so many rows in all.</summary>
        public static Listing<T> Of(IReadOnlyList<T> items, long total, int page, int size) =>
            new(items, total, page, size, (total + size - 1) / size);
    }
}
