using System.Text.Json;

namespace Switchyard.EndToEnd.Tests.Load;

/// <summary>
/// Tasks and results that say which one they are and are whole only when not a byte is missing: each follows from its
/// numbers, so that nobody has to keep it to compare. They hold what is lost when JSON is read and written again: order,
/// spaces, a name twice, a number beyond 64 bits, escapes.
/// </summary>
internal static class LoadPayload
{
    public const string Type = "Load";

    /// <summary>Above this a payload is kept apart from its job's row.</summary>
    private const int Large = 300_000;

    public static string Task(long nonce) =>
        $$"""{"type":"{{Type}}","nonce":{{nonce}},"z":1, "a" : [ 1,2 ],"twice":1,"twice":2,"n":123456789012345678901234567890.10,"t":"\u0000\/ü\ud83d\ude00","fill":"{{Fill(nonce)}}"}""";

    public static string Result(long nonce, long serial) =>
        $$"""{"serial":{{serial}},"nonce":{{nonce}},"b":{ },"a":null,"twice":"x","twice":"y","n":-0.0e-7,"t":"\u0000\\ü","fill":"{{Fill(nonce + serial)}}"}""";

    /// <summary>What a worker is sent for a task.</summary>
    public static string Pushed(string taskId, long nonce) => $$"""{"taskId":"{{taskId}}",{{Task(nonce)[1..]}}""";

    /// <summary>A number out of a task or result; null when there is none.</summary>
    public static long? Number(string json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return
            document.RootElement.TryGetProperty(name, out var number)
            && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt64(out var value)
            ? value
            : null;
    }

    private static string Fill(long number) =>
        new(
            (char)('a' + number % 26),
            number % 211 == 0 ? Large
                : number % 13 == 0 ? 5_000
                : (int)(number % 100)
        );
}
