namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>Bytes for payloads, results, checkpoints and progress, by number.</summary>
internal static class Samples
{
    /// <summary>The only one too long to be inline.</summary>
    public const int Large = 6;

    private static readonly byte[][] All =
    [
        [],
        [.. "{}"u8],
        [0],
        [0xC3, 0x28, 0xFF, 0],
        [.. "other"u8],
        [.. Enumerable.Range(0, 300).Select(n => (byte)n)],
        [.. Enumerable.Range(0, (256 * 1024) + 1).Select(n => (byte)(n * 7))],
    ];

    public static byte[] Get(int number) => All[number];
}
