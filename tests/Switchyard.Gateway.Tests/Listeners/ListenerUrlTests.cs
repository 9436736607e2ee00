using Switchyard.Gateway.Listeners;

namespace Switchyard.Gateway.Tests.Listeners;

public sealed class ListenerUrlTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8000", "http://127.0.0.1:8000", true)]
    [InlineData("http://127.1.2.3:8000/", "http://127.1.2.3:8000", true)]
    [InlineData("http://[::1]:8000/broker/", "http://[::1]:8000/broker", true)]
    [InlineData("http://LOCALHOST", "http://localhost:80", true)]
    [InlineData("https://*", "https://*:443", false)]
    [InlineData("http://0.0.0.0:8000", "http://0.0.0.0:8000", false)]
    [InlineData("http://10.0.0.1:8000/a/b", "http://10.0.0.1:8000/a/b", false)]
    public void Url_WellFormed_IsReadAndKnowsWhoReachesIt(string text, string expected, bool isLoopback)
    {
        ListenerUrl.TryParse(text, out var url, out _).ShouldBeTrue();

        url!.ToString().ShouldBe(expected);
        url.IsLoopback.ShouldBe(isLoopback);
    }

    [Theory]
    [InlineData("127.0.0.1:8000", "begins with http:// or https://")]
    [InlineData("ftp://127.0.0.1", "begins with http:// or https://")]
    [InlineData("http://127.0.0.1:x", "no port from 0 to 65535")]
    [InlineData("http://127.0.0.1:65536", "no port from 0 to 65535")]
    [InlineData("http://", "names no address")]
    [InlineData("http://example.com:80", "names no address")]
    [InlineData("http://::1:8000", "names no address")]
    [InlineData("http://localhost:0", "any free port on localhost")]
    [InlineData("http://127.0.0.1/a?b", "other characters")]
    public void Url_Malformed_SaysWhatIsWrong(string text, string problem)
    {
        ListenerUrl.TryParse(text, out var url, out var said).ShouldBeFalse();

        url.ShouldBeNull();
        said.ShouldNotBeNull().ShouldContain(problem);
    }
}
