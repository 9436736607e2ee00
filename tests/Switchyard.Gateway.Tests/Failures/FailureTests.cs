using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Storage;
using Switchyard.Gateway.Dialects;
using Switchyard.Gateway.Failures;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Failures;

public sealed class FailureTests
{
    public static TheoryData<Exception, bool, bool, GatewayFailure?> Exceptions =>
        new()
        {
            { new StorageUnavailableException("disk full"), false, false, GatewayFailure.Unavailable },
            { new BadHttpRequestException("long", 413), false, false, GatewayFailure.PayloadTooLarge },
            { new BadHttpRequestException("slow", 408), false, false, GatewayFailure.RequestTimeout },
            { new BadHttpRequestException("cut short", 400), false, false, GatewayFailure.BadRequest },
            { new ConnectionResetException("gone"), false, false, null },
            { new OperationCanceledException(), true, false, null },
            { new OperationCanceledException(), false, true, GatewayFailure.Unavailable },
            { new OperationCanceledException(), false, false, GatewayFailure.Internal },
            { new ObjectDisposedException("engine"), false, true, GatewayFailure.Unavailable },
            { new InvalidOperationException("a bug"), false, false, GatewayFailure.Internal },
        };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Exception_OfAnyKind_IsTheRightFailure(
        Exception exception,
        bool isAborted,
        bool isStopping,
        GatewayFailure? expected
    )
    {
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(isAborted) };

        FailureOf.Exception(exception, context, isStopping).ShouldBe(expected);
    }

    [Theory]
    [InlineData("GET /api/v1/nothing HTTP/1.1", "404 Not Found", "not_found")]
    [InlineData("PUT /api/v1/jobs HTTP/1.1", "405 Method Not Allowed", "method_not_allowed")]
    [InlineData("GET /api/nothing HTTP/1.1", "404 Not Found", "not_found")]
    [InlineData("POST /api/health HTTP/1.1", "405 Method Not Allowed", "method_not_allowed")]
    public async Task Path_ThatIsNone_IsAnsweredInTheDialectsShape(string request, string status, string code)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync("console", request);

        answer.ShouldStartWith($"HTTP/1.1 {status}\n");
        answer.ShouldContain(
            request.Contains("/v1/", StringComparison.Ordinal) ? $"\"code\":\"{code}\"" : $"\"type\":\"{code}\""
        );
    }

    [Theory]
    [InlineData("my-request_1.a:b", "my-request_1.a:b")]
    [InlineData("two words", "{id}")]
    [InlineData("<script>", "{id}")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", "{id}")]
    public async Task CorrelationId_OfTheClient_IsTakenWhenItIsPlain(string given, string expected)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync("console", $"GET /api/v1/nothing HTTP/1.1\nX-Correlation-Id: {given}");

        answer.ShouldContain($"\nX-Correlation-Id: {expected}\n");
        answer.ShouldContain($"\"correlation_id\":\"{expected}\"");
    }

    [Theory]
    [InlineData("GARBAGE\n\n", "HTTP/1.1 400 Bad Request")]
    [InlineData("GET / HTTP/3.7\n\n", "HTTP/1.1 505 HTTP Version Not Supported")]
    public async Task Bytes_ThatAreNoHttp_AreRefused(string request, string status)
    {
        await using var server = await ServerFixture.StartAsync();

        (await server.ExchangeAsync("console", request)).ShouldStartWith(status);
    }
}
