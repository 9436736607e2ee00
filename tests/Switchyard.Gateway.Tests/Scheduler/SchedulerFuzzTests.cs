using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Scheduler;

/// <summary>Thousands of bodies, each a good one with something done to it: all are answered in the envelope, none by a 500.</summary>
public sealed class SchedulerFuzzTests
{
    private const int Rounds = 1_500;

    private static readonly (string Method, string Path, string Body)[] Requests =
    [
        (
            "POST",
            "/api/tasks",
            """{"name":"n","executor":"shell","command":"true","environment":{"A":"1"},"tags":["t"]}"""
        ),
        (
            "POST",
            "/api/tasks",
            """{"name":"n","executor":"http","url":"http://x/","headers":{"A":"b"},"expect_status":[200]}"""
        ),
        (
            "POST",
            "/api/tasks",
            """{"name":"漢","executor":"T","payload":{"a":[1,{"b":"\ud83d\ude00"}]},"schedule":"0 0 1 1 *","time_zone":"UTC"}"""
        ),
        (
            "PUT",
            "/api/tasks/1",
            """{"retry_backoff":{"initial_seconds":1.5},"priority":"low","overlap":"queue","status":"paused"}"""
        ),
        ("POST", "/api/tasks/1/trigger", """{"parameters":{"a":1,"b":null}}"""),
        ("POST", "/api/tasks/preview", """{"schedule":"*/15 * * * *","count":2}"""),
        ("PUT", "/api/workers/w", """{"max_tasks":2,"tags":["t"],"enabled":true}"""),
        ("POST", "/api/workers/w/heartbeat", """{"current_tasks":1,"system_info":{"cpu_usage":1.5}}"""),
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
            "\\ud800",
            "\\u0000",
            "null",
            "-",
            "1e999",
            "\0",
            "99999999999999999999",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xED, 0xA0, 0x80],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(20300102)]
    public async Task Bodies_MutatedAtRandom_AreAnsweredInTheEnvelope(int seed)
    {
        var random = new Random(seed);
        await using var session = await SchedulerSession.StartAsync();
        await session.CreateAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var (method, path, text) = Requests[random.Next(Requests.Length)];
            var body = Mutate(random, Encoding.UTF8.GetBytes(text));
            var told = $"seed {seed}, round {round}: {method} {path} {Convert.ToBase64String(body)}";
            using var request = new HttpRequestMessage(new HttpMethod(method), session.Server.At("console", path))
            {
                Content = new ByteArrayContent(body),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServerFixture.AdminKey);

            using var answer = await session.Server.Http.SendAsync(request);

            ((int)answer.StatusCode).ShouldBeLessThan(500, told);
            var envelope = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());
            envelope.GetProperty("success").GetBoolean().ShouldBe(answer.IsSuccessStatusCode, told);
            envelope.TryGetProperty("error", out _).ShouldBe(!answer.IsSuccessStatusCode, told);
        }
    }

    private static byte[] Mutate(Random random, byte[] body)
    {
        for (var times = random.Next(4); times > 0; times--)
        {
            var at = random.Next(body.Length + 1);
            var end = Math.Min(body.Length, at + random.Next(6));
            byte[] piece = random.Next(3) switch
            {
                0 => [],
                1 => Pieces[random.Next(Pieces.Length)],
                _ => body[random.Next(at + 1)..at],
            };
            body = [.. body[..at], .. piece, .. body[end..]];
        }

        return body;
    }
}
