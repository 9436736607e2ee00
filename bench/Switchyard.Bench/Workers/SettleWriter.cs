using System.Buffers.Text;
using System.Text;
using Switchyard.Bench.Load;

namespace Switchyard.Bench.Workers;

/// <summary>Writes results for all jobs of an answer: each is its job's nonce.</summary>
/// <remarks>
/// <code>
/// {"job":17,"token":5,…,"payload":{"nonce":"00000000000000ff","filler":"xx…"}},…
/// {"job":17,"token":5,"outcome":"succeeded","result":{"nonce":"00000000000000ff"}},…
/// </code>
/// </remarks>
internal sealed class SettleWriter(NonceLedger ledger)
{
    private static readonly int LongestResult =
        "{\"job\":,\"token\":,\"outcome\":\"succeeded\",\"result\":{\"nonce\":\"\"}},".Length
        + (2 * long.MaxValue.ToString().Length)
        + BrokerWire.NonceLength;

    private byte[] settle = new byte[64 * 1024];

    /// <summary>Writes the results between two texts; what is returned is good until the next call.</summary>
    public ReadOnlySpan<byte> Write(ReadOnlySpan<byte> before, ReadOnlySpan<byte> jobs, ReadOnlySpan<byte> after)
    {
        int length = Append(0, before);
        ReadOnlySpan<byte> marker = "\"job\":"u8;
        int at = jobs.IndexOf(marker);
        while (at >= 0)
        {
            ReadOnlySpan<byte> rest = jobs[(at + marker.Length)..];
            int next = rest.IndexOf(marker);
            length = AppendResult(length, next < 0 ? rest : rest[..next]);
            at = next < 0 ? -1 : at + marker.Length + next;
        }
        length = Append(length - 1, after); // over the last comma
        return settle.AsSpan(0, length);
    }

    /// <summary>How many results the server says are settled; fails when it says anything else of one.</summary>
    public static int CountSettled(ReadOnlySpan<byte> answers)
    {
        int good = answers.Count("\"answer\":\"settled\""u8);
        return good == answers.Count("\"answer\":"u8)
            ? good
            : throw new BenchException($"A result was not recorded: {Encoding.UTF8.GetString(answers)}");
    }

    /// <param name="at">Where to write.</param>
    /// <param name="job">From the job's number on, up to the next job.</param>
    private int AppendResult(int at, ReadOnlySpan<byte> job)
    {
        ReadOnlySpan<byte> nonce = BrokerWire.Text(job, "\"nonce\":\""u8, BrokerWire.NonceLength);
        ReadOnlySpan<byte> token = job[(job.IndexOf("\"token\":"u8) + "\"token\":".Length)..];
        if (nonce.IsEmpty || !Utf8Parser.TryParse(nonce, out ulong number, out _, 'x'))
        {
            throw new BenchException($"A worker was given a job without its nonce: {Encoding.UTF8.GetString(job)}");
        }
        ledger.StrikeOff(number);
        at = Append(at, "{\"job\":"u8);
        at = Append(at, Digits(job));
        at = Append(at, ",\"token\":"u8);
        at = Append(at, Digits(token));
        at = Append(at, ",\"outcome\":\"succeeded\",\"result\":{\"nonce\":\""u8);
        at = Append(at, nonce);
        return Append(at, "\"}},"u8);
    }

    private static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length > 0 ? text[..length] : throw new BenchException("A job has no number where one should be.");
    }

    private int Append(int at, ReadOnlySpan<byte> bytes)
    {
        if (settle.Length < at + Math.Max(bytes.Length, LongestResult))
        {
            Array.Resize(ref settle, settle.Length * 2);
        }
        bytes.CopyTo(settle.AsSpan(at));
        return at + bytes.Length;
    }
}
