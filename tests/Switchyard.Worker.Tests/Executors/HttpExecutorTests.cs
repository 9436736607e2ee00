using Switchyard.Worker.Executors;
using Switchyard.Worker.Executors.Http;
using Switchyard.Worker.Tests.Harness;

namespace Switchyard.Worker.Tests.Executors;

public sealed class HttpExecutorTests
{
    [Fact]
    public async Task Request_ThatIsAnswered_HasStatusAndBodyInItsOutput()
    {
        await using var server = new HttpAnswers((_, _) => HttpAnswers.Body(201, "grüße"));
        var (result, log) = await RunAsync(
            new
            {
                url = server.Url("/a?b=c"),
                method = "POST",
                headers = new Dictionary<string, string> { ["Content-Type"] = "text/plain", ["X-A"] = "b" },
                body = "ü",
            }
        );

        result.Error.ShouldBeNull();
        result.Report.Status.ShouldBe(201);
        log.ShouldBe("HTTP/1.1 201 Word\ngrüße");
        var request = server.Requests.ShouldHaveSingleItem();
        request.ShouldStartWith("POST /a?b=c HTTP/1.1\r\n");
        request.ShouldContain("\r\nX-A: b\r\n");
        request.ShouldContain("\r\nContent-Type: text/plain\r\n");
        request.ShouldEndWith("\r\n\r\nü");
    }

    [Theory]
    [InlineData(500, null, "The answer was 500 Word.")]
    [InlineData(404, new[] { 200, 404 }, null)]
    [InlineData(200, new[] { 204 }, "The answer was 200 Word.")]
    public async Task Status_ThatIsExpectedOrNot_DecidesTheRun(int status, int[]? expected, string? error)
    {
        await using var server = new HttpAnswers((_, _) => HttpAnswers.Body(status, ""));

        var (result, _) = await RunAsync(new { url = server.Url("/"), expect_status = expected });

        result.Error.ShouldBe(error);
        result.Report.Status.ShouldBe(status);
        result.IsFinal.ShouldBeFalse();
    }

    [Theory]
    [InlineData(302, "GET", false)]
    [InlineData(303, "GET", false)]
    [InlineData(307, "PUT", true)]
    [InlineData(308, "PUT", true)]
    public async Task Redirect_OfARequest_IsFollowedAsItsStatusSays(int status, string method, bool keepsBody)
    {
        await using var server = new HttpAnswers(
            (line, _) => line.Contains("/from") ? HttpAnswers.Redirect(status, "to") : HttpAnswers.Body(200, "there")
        );

        var (result, log) = await RunAsync(
            new
            {
                url = server.Url("/from"),
                method = "PUT",
                body = "word",
            }
        );

        result.Error.ShouldBeNull();
        log.ShouldContain($"HTTP/1.1 {status} Moved\nLocation: {server.Url("/to")}\nHTTP/1.1 200 Word\nthere");
        server.Requests[1].ShouldStartWith($"{method} /to HTTP/1.1");
        server.Requests[1].EndsWith("word", StringComparison.Ordinal).ShouldBe(keepsBody);
    }

    [Fact]
    public async Task Redirect_ToAnotherHost_LosesItsSecrets()
    {
        await using var other = new HttpAnswers((_, _) => HttpAnswers.Body(200, ""));
        await using var server = new HttpAnswers((_, _) => HttpAnswers.Redirect(302, other.Url("/")));

        await RunAsync(
            new
            {
                url = server.Url("/"),
                headers = new Dictionary<string, string> { ["authorization"] = "Bearer x", ["X-A"] = "b" },
            }
        );

        server.Requests[0].ShouldContain("Bearer x");
        other.Requests[0].ShouldNotContain("Bearer x");
        other.Requests[0].ShouldContain("X-A: b");
    }

    [Fact]
    public async Task Redirects_WithoutAnEnd_AreGivenUp()
    {
        await using var server = new HttpAnswers((_, _) => HttpAnswers.Redirect(302, "/again"));

        var (result, _) = await RunAsync(new { url = server.Url("/") });

        result.Error.ShouldBe("The request was redirected more than 5 times.");
        server.Requests.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("http://localhost:9/")]
    [InlineData("http://[::1]:9/")]
    [InlineData("http://[::ffff:127.0.0.1]:9/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://2130706433/")]
    public async Task Address_ThatIsPrivate_IsRefusedForGood(string url)
    {
        var (result, _) = await RunAsync(new { url }, allowsPrivate: false);

        result.Error.ShouldNotBeNull().ShouldEndWith("is not an address of the open internet.");
        result.IsFinal.ShouldBeTrue();
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", "The request failed: ")]
    [InlineData("http://no-such-host.invalid/", "The request failed: ")]
    public async Task Host_ThatDoesNotAnswer_FailsTheRun(string url, string error)
    {
        var (result, _) = await RunAsync(new { url });

        result.Error.ShouldNotBeNull().ShouldStartWith(error);
        result.Report.Status.ShouldBeNull();
        result.IsFinal.ShouldBeFalse();
    }

    [Fact]
    public async Task Answer_ThatIsCutOff_FailsTheRun()
    {
        await using var server = new HttpAnswers(
            (_, _) => "HTTP/1.1 200 Word\r\nContent-Length: 100\r\nConnection: close\r\n\r\nshort"
        );

        var (result, log) = await RunAsync(new { url = server.Url("/") });

        result.Error.ShouldNotBeNull().ShouldStartWith("The request failed: ");
        log.ShouldContain("short");
    }

    private static async Task<(RunResult Result, string Log)> RunAsync(object options, bool allowsPrivate = true)
    {
        using var bench = new CommandBench();
        using var http = new HttpExecutor(allowsPrivate);
        var result = await bench.RunAsync(http, options, default);
        return (result, bench.Log);
    }
}
