using System.Text.Json;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>Reads one item of a frame's array; the reader stands on the item's opening brace.</summary>
internal delegate T ReadItem<T>(ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame);
