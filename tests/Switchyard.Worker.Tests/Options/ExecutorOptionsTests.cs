using System.Text;
using Switchyard.Contracts.Executors;

namespace Switchyard.Worker.Tests.Options;

public sealed class ExecutorOptionsTests
{
    [Theory]
    [InlineData("shell", """{"command":"ls -la","working_directory":"/tmp","environment":{"PATH":"/usr/bin:/bin"}}""")]
    [InlineData("shell", """{"command":"ls","environment":null,"else":[1]}""")]
    [InlineData(
        "python",
        """{"command":"data_processor.py","arguments":["--input","data.csv",""],"python_path":"/usr/bin/python3"}"""
    )]
    [InlineData("http", """{"url":"https://api.example.com/webhook"}""")]
    [InlineData(
        "http",
        """{"url":"http://h","method":"post","headers":{"Content-Type":"a/b"},"body":"{}","expect_status":[200,404]}"""
    )]
    [InlineData("http", """{"url":"http://[::1]:80/","expect_status":204}""")]
    [InlineData("resize", "[")]
    public void Options_ThatAreGood_HaveNoProblem(string type, string payload) =>
        ExecutorTypes.Check(type, Encoding.UTF8.GetBytes(payload)).ShouldBeEmpty();

    [Theory]
    [InlineData("shell", "", "The payload must be an object.")]
    [InlineData("shell", "[]", "The payload must be an object.")]
    [InlineData("shell", """{"\ud800":1}""", "The payload must be an object.|'command' is required.")]
    [InlineData("shell", "{}", "'command' is required.")]
    [InlineData("shell", """{"command":null}""", "'command' is required.")]
    [InlineData("shell", """{"command":""}""", "'command' must not be empty.")]
    [InlineData("shell", """{"command":7}""", "'command' must be a string.")]
    [InlineData("shell", """{"command":"\ud800"}""", "'command' must be a string.")]
    [InlineData("shell", """{"command":"a\u0000b"}""", "'command' must not contain the character U+0000.")]
    [InlineData(
        "shell",
        """{"command":"x","working_directory":"tmp"}""",
        "'working_directory' must be an absolute path."
    )]
    [InlineData(
        "shell",
        """{"command":"x","environment":["a"]}""",
        "'environment' must be an object of at most 256 strings."
    )]
    [InlineData("shell", """{"command":"x","environment":{"A":1}}""", "'environment.A' must be a string.")]
    [InlineData(
        "shell",
        """{"command":"x","environment":{"A=B":"c"}}""",
        "'environment.A=B' must be named by letters, digits and underscores."
    )]
    [InlineData(
        "shell",
        """{"command":"x","environment":{"SWITCHYARD_COOKIE":"c"}}""",
        "'environment.SWITCHYARD_COOKIE' must not begin with SWITCHYARD_."
    )]
    [InlineData(
        "python",
        """{"command":"-c","arguments":"x"}""",
        "'command' must be a script's path, which begins with no dash.|'arguments' must be an array of at most 1000 strings."
    )]
    [InlineData("python", """{"command":"x","arguments":["a",1]}""", "'arguments[1]' must be a string.")]
    [InlineData("http", """{"url":"ftp://x/"}""", "'url' must be an absolute http or https URL.")]
    [InlineData("http", """{"url":"/x"}""", "'url' must be an absolute http or https URL.")]
    [InlineData("http", """{"url":"http://h","method":"G T"}""", "'method' must be a method like GET or POST.")]
    [InlineData("http", """{"url":"http://h","headers":{"Host":"x"}}""", "'headers.Host' must be left to the worker.")]
    [InlineData("http", """{"url":"http://h","headers":{"a b":"x"}}""", "'headers.a b' must be named as a header is.")]
    [InlineData(
        "http",
        """{"url":"http://h","headers":{"A":"x\r\nB: y"}}""",
        "'headers.A' must have ASCII text on one line."
    )]
    [InlineData(
        "http",
        """{"url":"http://h","expect_status":[99]}""",
        "'expect_status' must be an integer of 100 to 599, or 1 to 64 of them in an array."
    )]
    public void Options_ThatAreWrong_AreNamed(string type, string payload, string problems) =>
        string.Join('|', ExecutorTypes.Check(type, Encoding.UTF8.GetBytes(payload)))
            .ShouldBeOneOf([problems, .. problems.Split('|')]);

    [Fact]
    public void Options_ThatAreTooLong_AreNamed()
    {
        var payload = $$"""{"command":"{{new string('x', 100_001)}}"}""";

        ExecutorTypes
            .Check("shell", Encoding.UTF8.GetBytes(payload))
            .ShouldHaveSingleItem()
            .ToString()
            .ShouldBe("'command' must have at most 100000 bytes.");
    }

    [Fact]
    public void Report_WrittenAndRead_IsTheSame()
    {
        var report = new RunReport
        {
            ExitCode = 3,
            OutputBytes = 12,
            Truncated = true,
        };

        report.ToJson().ToString().ShouldBe("""{"exit_code":3,"output_bytes":12,"truncated":true}""");
        RunReport.Read(report.ToJson().Bytes).ShouldBe(report);
        RunReport.Read("\"of another worker\""u8.ToArray()).ShouldBeNull();
    }
}
