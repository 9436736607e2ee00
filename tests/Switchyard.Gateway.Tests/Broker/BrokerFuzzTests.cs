using System.Buffers;
using System.Text;
using System.Text.Json;
using Switchyard.Gateway.Dialects.Broker;

namespace Switchyard.Gateway.Tests.Broker;

/// <summary>
/// Thousands of bodies and frames, each a good one with something done to it: nothing is ever thrown, and what is taken
/// is JSON from which the parts can be cut out. The seed is in the message of a failure.
/// </summary>
public sealed class BrokerFuzzTests
{
    private const int Rounds = 40_000;

    private static readonly string[] Bodies =
    [
        """{"clientKey":"k","task":{"type":"T","url":"https://e.x/?a=1&b=\u0000","n":1.5e+300,"a":[1,[2,{"x":null}]]},"proxy":{"host":"p","port":1},"callbackUrl":"https://e.x/cb"}""",
        """{"clientKey":"\u006b","taskId":"00000000-0000-8001-8000-000000000001","wait":5.5}""",
        """{"taskId":12345,"clientKey":null}""",
        """{"task":{"type":"漢字","type":"\ud83d\ude00","taskId":1},"task":null}""",
    ];

    private static readonly string[] Frames =
    [
        """{"type":"register","task_types":["A","B"],"max_concurrency":2,"ip":"10.0.0.1","features":["cancel","ack","progress","pause"]}""",
        """{"type":"status_update","current_tasks":1,"pending_tasks":2}""",
        """{"type":"task_result","taskId":"00000000-0000-8001-8000-000000000001","errorId":-1,"result":{"error":"no \ud83d\ude00","x":[1,2]}}""",
        """{"type":"progress","taskId":"00000000-0000-8001-8000-000000000001","progress":{"p":0.5}}""",
        """{"type":"log","taskId":"x","text":"line\nline"}""",
        """{"type":"task_paused","taskId":7,"checkpoint":[1]}""",
    ];

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\\",
            "\\u",
            "\\ud800",
            "\\u0000",
            "null",
            "true",
            "-",
            "0",
            "1e999",
            "\"type\":",
            "\"task\":{",
            "\"taskId\":",
            "\"task\":null,",
            "\uFEFF",
            "\0",
            "漢",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xC3],
        [0xED, 0xA0, 0x80],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(20300102)]
    public void Requests_MutatedAtRandom_AreReadOrRefused(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var body = Mutate(random, Encoding.UTF8.GetBytes(Pick(random, Bodies)));
            var told = $"seed {seed}, round {round}: {Convert.ToBase64String(body)}";

            var create = new BrokerMessages.CreateTask();
            if (Try(() => BrokerRequests.Read(body, create), told) is null && !create.Task.IsNothing)
            {
                IsJson(create.Task.Bytes).ShouldBeTrue(told);
                (create.Proxy.Bytes.IsEmpty || IsJson(create.Proxy.Bytes)).ShouldBeTrue(told);
            }

            var get = new BrokerMessages.GetTaskResult();
            if (Try(() => BrokerRequests.Read(body, get), told) is null)
            {
                Try(() => TaskName.Read(get.TaskId), told);
                Try(() => get.ClientKey.CopyText(new char[512]), told);
            }

            Try(() => BrokerRequests.Read(body, new BrokerMessages.GetBalance()), told);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20300103)]
    public void Frames_MutatedAtRandom_AreReadOrUnusable(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var frame = Mutate(random, Encoding.UTF8.GetBytes(Pick(random, Frames)));
            var told = $"seed {seed}, round {round}: {Convert.ToBase64String(frame)}";

            if (
                Try(() => WorkerMessages.Read(frame), told) is WorkerMessage.TaskResult { Result.IsEmpty: false } result
            )
            {
                IsJson(result.Result).ShouldBeTrue(told);
            }

            Try(
                () =>
                {
                    ForeignTask.Write(frame, "T", new ArrayBufferWriter<byte>());
                    return 0;
                },
                told
            );
        }
    }

    private static T Try<T>(Func<T> read, string told)
    {
        try
        {
            return read();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(told, exception);
        }
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        for (var times = random.Next(4); times >= 0; times--)
        {
            var at = random.Next(bytes.Length + 1);
            var length = Math.Min(random.Next(1, 9), bytes.Length - at);
            bytes = random.Next(5) switch
            {
                0 => bytes[..at],
                1 => [.. bytes[..at], .. bytes[(at + length)..]],
                2 => [.. bytes[..at], .. bytes.AsSpan(at, length), .. bytes[at..]],
                3 => [.. bytes[..at], .. Pick(random, Pieces), .. bytes[(at + length)..]],
                _ => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
            };
        }

        return bytes;
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private static bool IsJson(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 1000 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
