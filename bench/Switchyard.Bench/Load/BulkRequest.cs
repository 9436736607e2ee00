using System.Text;

namespace Switchyard.Bench.Load;

/// <summary>
/// The body of one bulk submit, <c>POST /api/v1/jobs</c> with an array, made once; each use overwrites the nonces.
/// </summary>
/// <remarks>
/// <code>[{"type":"BenchTask","payload":{"nonce":"00000000000000ff","filler":"xx…"}},…]</code>
/// Each payload has 200 bytes.
/// </remarks>
internal sealed class BulkRequest
{
    private const int PayloadLength = 200;
    private const string Before = $"{{\"type\":\"{BrokerWire.TaskType}\",\"payload\":{{\"nonce\":\"";
    private const string Between = "\",\"filler\":\"";
    private const string After = "\"}}";

    private readonly int itemLength;

    /// <param name="jobs">Jobs of the call, 1 to 10,000.</param>
    public BulkRequest(int jobs)
    {
        int filler = PayloadLength - "{\"nonce\":\"".Length - BrokerWire.NonceLength - Between.Length - "\"}".Length;
        string item = Before + new string('0', BrokerWire.NonceLength) + Between + new string('x', filler) + After;
        Jobs = jobs;
        itemLength = item.Length + 1;
        Body = Encoding.ASCII.GetBytes($"[{string.Join(',', Enumerable.Repeat(item, jobs))}]");
    }

    public int Jobs { get; }

    public byte[] Body { get; }

    /// <summary>Gives the jobs the nonces from this one on.</summary>
    public void Number(ulong first)
    {
        for (int i = 0; i < Jobs; i++)
        {
            int at = 1 + (i * itemLength) + Before.Length;
            BrokerWire.WriteNonce(first + (ulong)i, Body.AsSpan(at, BrokerWire.NonceLength));
        }
    }
}
