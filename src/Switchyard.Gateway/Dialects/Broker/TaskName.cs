using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>Task ids as they stand in messages.</summary>
internal static class TaskName
{
    private const int GuidLength = 36;

    /// <summary>
    /// The job behind a <c>taskId</c>: a uuid string, an integer, or an integer in a string. Null for anything else, which
    /// is the name of no task. A plain integer has no <see cref="JobRef.Salt"/>: anybody could count.
    /// </summary>
    public static JobRef? Read(RawValue value)
    {
        if (value.Kind == JsonTokenType.Number)
        {
            return FromNumber(value.Bytes.Span);
        }

        if (!value.IsString)
        {
            return null;
        }

        var text = value.Bytes.Span[1..^1];
        if (text.Contains((byte)'\\'))
        {
            text = Encoding.UTF8.GetBytes(value.Text() ?? "");
        }

        if (
            Utf8Parser.TryParse(text, out Guid guid, out var consumed)
            && consumed == GuidLength
            && text.Length == consumed
        )
        {
            return JobRef.TryFromGuid(guid, out var job) ? job : null;
        }

        return FromNumber(text);
    }

    /// <summary>The same, as far as a caller may use it: the plain integer is for keys whose ids are integers.</summary>
    public static JobRef? Read(RawValue value, Caller caller) =>
        Read(value) is { } job && (job.Salt is not null || caller.IdFormat == IdFormat.Int) ? job : null;

    private static JobRef? FromNumber(ReadOnlySpan<byte> digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && id is > 0 and <= JobRef.MaxId
            ? new JobRef(id, null)
            : null;
}
