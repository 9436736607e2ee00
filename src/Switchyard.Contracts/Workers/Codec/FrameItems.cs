using System.Text.Json;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>Reads frames of the form <c>{"type":"…","jobs":[{…},…]}</c>.</summary>
internal static class FrameItems
{
    /// <summary>Reads the one array that matters, wherever it stands.</summary>
    /// <exception cref="JsonException">It is missing, too short or too long, or an item is malformed.</exception>
    internal static List<T> Read<T>(ReadOnlyMemory<byte> frame, string member, ReadItem<T> readItem, int atLeast = 1)
    {
        List<T>? items = null;
        var reader = FrameType.Open(frame);
        while (FrameType.NextMember(ref reader))
        {
            if (reader.ValueTextEquals(member))
            {
                items = Items(ref reader, frame, member, readItem);
            }
            else
            {
                reader.Skip();
            }
        }

        items ??= [];
        return items.Count >= atLeast
            ? items
            : throw new JsonException($"'{member}' must be an array of 1 to 10,000 objects.");
    }

    /// <summary>
    /// Goes to the item's next member that is neither "job" nor "token", taking those on the way; false at its end.
    /// </summary>
    /// <exception cref="JsonException">The item ended without a job and a token.</exception>
    internal static bool NextMember(ref Utf8JsonReader reader, ref JobLease lease)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            JsonMembers.CheckText(ref reader, "a name");
            if (reader.ValueTextEquals("job"u8))
            {
                lease = lease with { Job = JsonMembers.Int64(ref reader, "job") };
            }
            else if (reader.ValueTextEquals("token"u8))
            {
                lease = lease with { Token = JsonMembers.Int64(ref reader, "token") };
            }
            else
            {
                return true;
            }
        }

        return lease is { Job: > 0, Token: > 0 }
            ? false
            : throw new JsonException("Every item needs a positive 'job' and 'token'.");
    }

    private static List<T> Items<T>(
        ref Utf8JsonReader reader,
        ReadOnlyMemory<byte> frame,
        string member,
        ReadItem<T> readItem
    )
    {
        List<T> items = [];
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return items;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject || items.Count == WorkerProtocol.MaxItems)
            {
                throw new JsonException($"'{member}' must be an array of 1 to 10,000 objects.");
            }

            items.Add(readItem(ref reader, frame));
        }

        return items;
    }
}
