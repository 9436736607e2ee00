using System.Text.Json;
using System.Text.Json.Serialization;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Bulk;

/// <summary>How a bulk action is kept: <c>{"order":"Cancel","filter":{"states":["Pending"]},"matched":17,…}</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(BulkAction))]
internal sealed partial class BulkJson : JsonSerializerContext
{
    /// <summary>What the store keeps of it.</summary>
    public static StoredBulk Store(BulkAction bulk) => new(bulk.Id, bulk.EndedAt is null, Write(bulk));

    /// <summary>The same before it has an id.</summary>
    public static byte[] Write(BulkAction bulk) => JsonSerializer.SerializeToUtf8Bytes(bulk, Default.BulkAction);

    /// <summary>What the store has kept.</summary>
    public static BulkAction Read(StoredBulk stored) =>
        JsonSerializer.Deserialize(stored.State.Span, Default.BulkAction)! with
        {
            Id = stored.Id,
        };
}
