using System.Net;
using System.Text;
using System.Text.Json;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>What a worker over plain HTTP is told that does not keep to the rules.</summary>
public sealed class HttpWorkerErrorTests
{
    private const string Job = """{"job":1,"token":1}""";

    [Theory]
    [InlineData("", "{", 400, "bad_request")]
    [InlineData("", "null", 422, "invalid")]
    [InlineData("", "[]", 400, "bad_request")]
    [InlineData("", """{"types":["t"]}""", 400, "bad_request")]
    [InlineData("", """{"worker":"w","types":[]}""", 422, "invalid")]
    [InlineData("", """{"worker":"w","types":[null]}""", 422, "invalid")]
    [InlineData("", """{"worker":null,"types":["t"]}""", 422, "invalid")]
    [InlineData("", """{"worker":"a/b","types":["t"]}""", 422, "invalid")]
    [InlineData("", """{"worker":"..","types":["t"]}""", 422, "invalid")]
    [InlineData("", """{"worker":"w","types":["t"],"capacity":0}""", 422, "invalid")]
    [InlineData("", """{"worker":"w","types":["t"],"lease_seconds":0.5}""", 422, "invalid")]
    [InlineData("", """{"worker":"w","types":["t"],"lease_seconds":1e400}""", 422, "invalid")]
    [InlineData("", """{"worker":"\ud800","types":["t"]}""", 400, "bad_request")]
    [InlineData("", """{"\ud800":1,"worker":"w","types":["t"]}""", 400, "bad_request")]
    [InlineData("/w1/lease", """{"max":0}""", 422, "invalid")]
    [InlineData("/w1/lease", """{"max":10001}""", 422, "invalid")]
    [InlineData("/w1/lease", """{"max":"1"}""", 422, "invalid")]
    [InlineData("/w1/lease", """{"wait_ms":60001}""", 422, "invalid")]
    [InlineData("/w1/lease", """{"wait_ms":-1}""", 422, "invalid")]
    [InlineData("/w1/lease", """{"max":1}{}""", 400, "bad_request")]
    [InlineData("/w1/lease", """{"\ud800":1}""", 422, "invalid")]
    [InlineData("/w1/lease", "7", 422, "invalid")]
    [InlineData("/other/lease", "", 404, "unknown_worker")]
    [InlineData("/w1/settle", "", 400, "bad_request")]
    [InlineData("/w1/settle", "{}", 422, "invalid")]
    [InlineData("/w1/settle", """{"results":[]}""", 422, "invalid")]
    [InlineData("/w1/settle", """{"results":[{"job":1,"token":1,"outcome":"great"}]}""", 422, "invalid")]
    [InlineData("/w1/settle", """{"results":[{"job":1,"token":1,"outcome":"\ud800"}]}""", 422, "invalid")]
    [InlineData("/w1/settle", """{"results":[{"\udc00":1,"job":1,"token":1,"outcome":"failed"}]}""", 422, "invalid")]
    [InlineData("/w1/settle", """{"results":[{"job":1,"token":1,"outcome":"failed"}],"lease":7}""", 422, "invalid")]
    [InlineData(
        "/w1/settle",
        """{"results":[{"job":1,"token":1,"outcome":"failed"}],"lease":{"max":0}}""",
        422,
        "invalid"
    )]
    [InlineData("/w1/renew", """{"jobs":[{"job":1}]}""", 422, "invalid")]
    [InlineData("/w1/renew", """{"jobs":[],"lease_seconds":3601}""", 422, "invalid")]
    [InlineData("/w1/renew", """{"jobs":[],"pending":1e99}""", 422, "invalid")]
    [InlineData("/w1/progress", """{"jobs":[{"job":1,"token":1}]}""", 422, "invalid")]
    [InlineData("/w1/progress", """{"jobs":[]}""", 422, "invalid")]
    [InlineData("/w1/log", """{"jobs":[{"job":1,"token":1,"text":1}]}""", 422, "invalid")]
    [InlineData("/other/log", """{"jobs":[{"job":1,"token":1,"text":"x"}]}""", 404, "unknown_worker")]
    [InlineData("/w1/release", """{"jobs":[7]}""", 422, "invalid")]
    [InlineData("/other/drain", "", 404, "unknown_worker")]
    public async Task Request_ThatIsWrong_IsAnsweredByItsProblem(string path, string body, int status, string code)
    {
        await using var server = await StartAsync();

        var (answered, problem) = await PostAsync(server, path, body);

        ((int)answered).ShouldBe(status, $"{problem}");
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Request_OverItsLimits_IsRefusedAsAWhole()
    {
        await using var server = await StartAsync();
        var progress = $$"""{"jobs":[{"job":1,"token":1,"progress":"{{new string('x', 20_000)}}"}]}""";
        var text = $$"""{"jobs":[{"job":1,"token":1,"text":"{{new string('x', 70_000)}}"}]}""";
        var many = $$"""{"jobs":[{{string.Join(',', Enumerable.Repeat(Job, 10_001))}}]}""";

        (await PostAsync(server, "/w1/progress", progress)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(server, "/w1/log", text)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(server, "/w1/renew", many)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(server, "/w1/lease", new string(' ', 70_000))).Status.ShouldBe(
            HttpStatusCode.RequestEntityTooLarge
        );
    }

    [Fact]
    public async Task Key_WithoutWorkOrOfAnother_IsRefused()
    {
        await using var server = await StartAsync();
        var submitter = await server.CreateKeyAsync("submit read");
        var worker = await server.CreateKeyAsync("work");

        (await PostAsync(server, "/w1/lease", "", submitter)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(server, "/w1/lease", "", "nobody's")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var (status, problem) = await PostAsync(server, "/w1/lease", "", worker);
        status.ShouldBe(HttpStatusCode.Forbidden);
        problem.GetProperty("detail").GetString().ShouldBe("Another key has a worker of this name.");
        (await PostAsync(server, "", """{"worker":"w1","types":["t"]}""", worker)).Status.ShouldBe(
            HttpStatusCode.Forbidden
        );
    }

    [Theory]
    [InlineData("é 漢 😀")]
    [InlineData("50%25 of it?#")]
    [InlineData("connect")]
    [InlineData("%2F")]
    public async Task Name_OfManyLetters_IsFoundByItsPath(string name)
    {
        await using var server = await ServerFixture.StartAsync();
        var json = JsonSerializer.Serialize(name);
        (await PostAsync(server, "", $$"""{"worker":{{json}},"types":["t"]}""")).Status.ShouldBe(
            HttpStatusCode.Created
        );

        var (status, _) = await PostAsync(server, $"/{Uri.EscapeDataString(name)}/lease", "");

        status.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Good bodies with something done to them: nothing is thrown, and what is taken is taken whole.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(20300102)]
    public void Bodies_MutatedAtRandom_AreReadOrRefused(int seed)
    {
        var random = new Random(seed);
        byte[][] good =
        [
            .. new[]
            {
                """{"results":[{"job":17,"token":42,"outcome":"succeeded","result":{"a":[1,"\ud83d\ude00"]}},{"job":1,"token":1,"outcome":"failed","error":"x"}],"lease":{"max":1,"wait_ms":5}}""",
                """{"jobs":[{"job":17,"token":42,"progress":{"p":0.5}},{"job":18,"token":43}],"pending":3,"lease_seconds":1.5}""",
                """{"jobs":[{"job":17,"token":42,"text":"line\nline\u00e9"}],"type":"log"}""",
                """{"max":8,"wait_ms":30000,"more":[{}]}""",
            }.Select(Encoding.UTF8.GetBytes),
        ];
        byte[][] pieces =
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
                "\\ud800",
                "\\",
                "null",
                "-1",
                "1e999",
                "\"job\":",
                "漢",
            }.Select(Encoding.UTF8.GetBytes),
            [0xFF],
            [0xED, 0xA0, 0x80],
        ];
        for (var round = 0; round < 20_000; round++)
        {
            var body = good[random.Next(good.Length)].ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(body.Count);
                if (random.Next(3) == 0)
                {
                    body.RemoveRange(at, Math.Min(random.Next(1, 6), body.Count - at));
                    body.Add((byte)' ');
                }
                else
                {
                    body.InsertRange(at, pieces[random.Next(pieces.Length)]);
                }
            }

            var bytes = body.ToArray();
            var told = $"seed {seed}, round {round}: {Convert.ToBase64String(bytes)}";
            Check(WorkerRequestReader.Settle(bytes), told);
            Check(WorkerRequestReader.Renew(bytes), told);
            Check(WorkerRequestReader.Progress(bytes), told);
            Check(WorkerRequestReader.Log(bytes), told);
            Check(WorkerRequestReader.Lease(bytes), told);
            Check(WorkerRequestReader.Release(bytes), told);
            Check(WorkerFrameReader.Read(bytes), told);
            foreach (var result in WorkerRequestReader.Settle(bytes).Frame?.Results ?? [])
            {
                if (!result.Result.IsEmpty)
                {
                    Should.NotThrow(() => JsonDocument.Parse(result.Result).Dispose(), told);
                }
            }
        }
    }

    private static void Check<T>(FrameResult<T> read, string told)
        where T : class
    {
        (read.Frame is null).ShouldBe(read.Error is not null, told);
        (read.Error?.Message.Length ?? 1).ShouldBeGreaterThan(0, told);
    }

    private static async Task<ServerFixture> StartAsync()
    {
        var server = await ServerFixture.StartAsync();
        await PostAsync(server, "", """{"worker":"w1","types":["t"]}""");
        return server;
    }

    private static Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(
        ServerFixture server,
        string path,
        string json,
        string key = ServerFixture.AdminKey
    ) => server.SendAsync(HttpMethod.Post, "console", WorkerProtocol.HttpPath + path, json, key);
}
