using System.Text;

namespace Switchyard.Engine.Jobs;

/// <summary>Bounds the messages that are kept of failures.</summary>
internal static class ErrorText
{
    /// <summary>Bytes of UTF-8 kept.</summary>
    internal const int MaxBytes = 8 * 1024;

    /// <summary>Cuts at the bound, never within a character.</summary>
    public static string Cut(string text)
    {
        if (text.Length * 3 <= MaxBytes || Encoding.UTF8.GetByteCount(text) <= MaxBytes)
        {
            return text;
        }

        Span<byte> bytes = stackalloc byte[MaxBytes];
        Encoding.UTF8.GetEncoder().Convert(text, bytes, flush: true, out var characters, out _, out _);
        return text[..characters];
    }
}
