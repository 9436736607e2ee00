using System.Text;
using Switchyard.Bench.Http;

namespace Switchyard.Bench.Tests.Http;

public sealed class ResponseParserTests
{
    private const string Whole = "HTTP/1.1 422 Unprocessable\r\nDate: x\r\nContent-Length: 5\r\n\r\nhello";

    [Fact]
    public void TryParse_AWholeResponse_FindsStatusAndBody()
    {
        byte[] received = Encoding.ASCII.GetBytes(Whole);

        ResponseParser.TryParse(received, out int status, out Range body).ShouldBeTrue();

        status.ShouldBe(422);
        Encoding.ASCII.GetString(received[body]).ShouldBe("hello");
    }

    [Fact]
    public void TryParse_EveryShorterPart_AsksForMore()
    {
        byte[] received = Encoding.ASCII.GetBytes(Whole);

        for (int length = 0; length < received.Length; length++)
        {
            ResponseParser.TryParse(received.AsSpan(0, length), out _, out _).ShouldBeFalse($"at {length}");
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("SMTP ready\r\nContent-Length: 0\r\n\r\n")]
    public void TryParse_WhatItDoesNotKnow_Throws(string response) =>
        Should.Throw<BenchException>(() => ResponseParser.TryParse(Encoding.ASCII.GetBytes(response), out _, out _));
}
