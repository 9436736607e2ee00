using System.Net;
using System.Text.Json;

namespace Switchyard.EndToEnd.Tests.Broker;

/// <summary>What the broker dialect answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The media type, without parameters.</param>
/// <param name="Body">As it came.</param>
internal sealed record BrokerAnswer(HttpStatusCode Status, string? ContentType, string Body)
{
    private JsonElement? Root { get; } = Parse(Body);

    /// <summary>0 for success; null where the body is not of the dialect's shape.</summary>
    public int? ErrorId => Member("errorId") is { ValueKind: JsonValueKind.Number } id ? id.GetInt32() : null;

    public string? ErrorCode => Text("errorCode");

    public string? ErrorDescription => Text("errorDescription");

    public string? TaskId => Text("taskId");

    public bool IsSuccess => Status == HttpStatusCode.OK && ErrorId == 0;

    public bool IsReady => IsSuccess && Text("status") == "ready";

    public bool IsProcessing => IsSuccess && Text("status") == "processing";

    /// <summary>The solution byte for byte.</summary>
    public string? Solution => Member("solution")?.GetRawText();

    public override string ToString() => $"{(int)Status} {Body}";

    private string? Text(string name) =>
        Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private JsonElement? Member(string name) =>
        Root is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(name, out var member) ? member : null;

    private static JsonElement? Parse(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
