using System.Text;
using Switchyard.Gateway.Dialects.Broker;

namespace Switchyard.Gateway.Tests.Broker;

/// <summary>Every shape of body that clients may post, and every one that they may not, with its exact answer.</summary>
public sealed class BrokerRequestsTests
{
    [Theory]
    [InlineData("""{"task":{"type":"T"}}""", "T", """{"type":"T"}""")]
    [InlineData(""" { "task" : { "type" : "T" } } """, "T", """{ "type" : "T" }""")]
    [InlineData("""{"task":{"type":"A","x":{"type":"C","taskId":1},"type":"B"}}""", "B", null)]
    [InlineData("""{"task":{"type":1,"type":"B"}}""", "B", null)]
    [InlineData("""{"task":{"t\u0079pe":"\u0042"}}""", "B", """{"t\u0079pe":"\u0042"}""")]
    [InlineData("""{"task":{"taskId":"theirs"},"task":{"type":"T"}}""", "T", """{"type":"T"}""")]
    [InlineData("""{"task":7,"task":{"type":"T"}}""", "T", """{"type":"T"}""")]
    [InlineData("""{"task":{"type":"T","taskID":1,"a":{"taskId":1}}}""", "T", null)]
    [InlineData(
        """{"clientKey":null,"proxy":null,"callbackUrl":null,"softId":[],"unknown":{},"task":{"type":"T"}}""",
        "T",
        null
    )]
    [InlineData("""{"callbackUrl":"","languagePool":5,"task":{"type":"汉字 \"T\""}}""", "汉字 \"T\"", null)]
    [InlineData("\uFEFF{\"task\":{\"type\":\"T\"}}", "T", """{"type":"T"}""")]
    public void CreateTask_OfTheDocumentedShape_IsRead(string body, string type, string? task)
    {
        var message = new BrokerMessages.CreateTask();

        BrokerRequests.Read(Encoding.UTF8.GetBytes(body), message).ShouldBeNull();

        message.Type.ShouldBe(type);
        message.CallbackUrl.ShouldBeNull();
        if (task is not null)
        {
            Encoding.UTF8.GetString(message.Task.Bytes.Span).ShouldBe(task);
        }
    }

    [Theory]
    [InlineData("", "body|Field required|missing")]
    [InlineData(" \n", "body|Field required|missing")]
    [InlineData("[]", "body|Input should be a valid dictionary or object to extract fields from|model_attributes_type")]
    [InlineData(
        "null",
        "body|Input should be a valid dictionary or object to extract fields from|model_attributes_type"
    )]
    [InlineData("7", "body|Input should be a valid dictionary or object to extract fields from|model_attributes_type")]
    [InlineData("{", "body,1|JSON decode error|json_invalid")]
    [InlineData("{} {}", "body,3|JSON decode error|json_invalid")]
    [InlineData("""{"task":{"type":"T"}""", "body,20|JSON decode error|json_invalid")]
    [InlineData("""{"task":{"type":"T",}}""", "body,20|JSON decode error|json_invalid")]
    [InlineData("""{'task':{}}""", "body,1|JSON decode error|json_invalid")]
    [InlineData("""{"task":NaN}""", "body,8|JSON decode error|json_invalid")]
    [InlineData(
        """{"task":{"type":"\ud800"}}""",
        "body,task,type|Input should be a valid string, unable to parse raw data as a unicode string|string_unicode"
    )]
    [InlineData("{}", "body,task|Field required|missing")]
    [InlineData("""{"Task":{"type":"T"}}""", "body,task|Field required|missing")]
    [InlineData("""{"task":"T"}""", "body,task|Input should be a valid dictionary|dict_type")]
    [InlineData("""{"task":[{"type":"T"}]}""", "body,task|Input should be a valid dictionary|dict_type")]
    [InlineData("""{"task":true}""", "body,task|Input should be a valid dictionary|dict_type")]
    [InlineData("""{"task":{}}""", "body,task,type|Field required|missing")]
    [InlineData("""{"task":{"type":null}}""", "body,task,type|Input should be a valid string|string_type")]
    [InlineData("""{"task":{"type":"T","type":5}}""", "body,task,type|Input should be a valid string|string_type")]
    [InlineData("""{"task":{"type":["T"]}}""", "body,task,type|Input should be a valid string|string_type")]
    [InlineData(
        """{"task":{"taskId":"x","type":"T"}}""",
        "body,task,taskId|Extra inputs are not permitted|extra_forbidden"
    )]
    [InlineData(
        """{"task":{"type":"T","t\u0061skId":null}}""",
        "body,task,taskId|Extra inputs are not permitted|extra_forbidden"
    )]
    [InlineData("""{"clientKey":5,"task":{"type":"T"}}""", "body,clientKey|Input should be a valid string|string_type")]
    [InlineData(
        """{"callbackUrl":5,"task":{"type":"T"}}""",
        "body,callbackUrl|Input should be a valid string|string_type"
    )]
    [InlineData(
        """{"callbackUrl":"/relative","task":{"type":"T"}}""",
        "body,callbackUrl|Input should be a valid URL, absolute, http or https|url_parsing"
    )]
    [InlineData(
        """{"callbackUrl":"file:///etc/passwd","task":{"type":"T"}}""",
        "body,callbackUrl|Input should be a valid URL, absolute, http or https|url_parsing"
    )]
    [InlineData(
        """{"clientKey":[],"task":{}}""",
        "body,clientKey|Input should be a valid string|string_type;body,task,type|Field required|missing"
    )]
    public void CreateTask_OfAnotherShape_IsRefusedWithEachProblem(string body, string expected)
    {
        var problems = BrokerRequests.Read(Encoding.UTF8.GetBytes(body), new BrokerMessages.CreateTask());

        Text(problems).ShouldBe(expected);
    }

    [Fact]
    public void CreateTask_NullTask_IsNoMatterOfShape()
    {
        var message = new BrokerMessages.CreateTask();

        BrokerRequests.Read("""{"task":null}"""u8.ToArray(), message).ShouldBeNull();

        message.Task.IsNothing.ShouldBeTrue();
    }

    [Fact]
    public void CreateTask_BytesThatAreNotUtf8_AreNotJson()
    {
        byte[] body = [.. """{"task":{"type":"T","x":" """u8, 0xC3, 0x28, .. "\"}}"u8];

        Text(BrokerRequests.Read(body, new BrokerMessages.CreateTask()))
            .ShouldBe("body,0|JSON decode error|json_invalid");
    }

    [Theory]
    [InlineData(510, true)]
    [InlineData(511, false)]
    [InlineData(100_000, false)]
    public void CreateTask_DeeplyNested_IsReadDownTo512(int depth, bool isRead)
    {
        var body = $$$"""{"task":{"type":"T","x":{{{new string('[', depth)}}}{{{new string(']', depth)}}}}}""";

        var problems = BrokerRequests.Read(Encoding.UTF8.GetBytes(body), new BrokerMessages.CreateTask());

        (problems is null).ShouldBe(isRead);
    }

    [Theory]
    [InlineData(16 * 1024, true)]
    [InlineData((16 * 1024) + 1, false)]
    public void CreateTask_Proxy_MayHave16KiB(int length, bool isRead)
    {
        var proxy = $"\"{new string('p', length - 2)}\"";

        var problems = BrokerRequests.Read(
            Encoding.UTF8.GetBytes($$$"""{"proxy":{{{proxy}}},"task":{"type":"T"}}"""),
            new BrokerMessages.CreateTask()
        );

        Text(problems).ShouldBe(isRead ? "" : "body,proxy|Data should have at most 16384 bytes|bytes_too_long");
    }

    [Theory]
    [InlineData("""{"taskId":"x"}""", 0)]
    [InlineData("""{"taskId":5,"wait":null}""", 0)]
    [InlineData("""{"taskId":"x","wait":2.5}""", 2.5)]
    [InlineData("""{"taskId":"x","wait":60}""", 60)]
    [InlineData("""{"taskId":"x","wait":1e300}""", 60)]
    [InlineData("""{"taskId":null,"taskId":"x","wait":"no","wait":1}""", 1)]
    public void GetTaskResult_OfTheDocumentedShape_IsRead(string body, double seconds)
    {
        var message = new BrokerMessages.GetTaskResult();

        BrokerRequests.Read(Encoding.UTF8.GetBytes(body), message).ShouldBeNull();

        message.WaitTime.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("{}", "body,taskId|Field required|missing")]
    [InlineData("""{"taskId":null}""", "body,taskId|Input should be a valid string|string_type")]
    [InlineData("""{"taskId":{}}""", "body,taskId|Input should be a valid string|string_type")]
    [InlineData("""{"taskId":true}""", "body,taskId|Input should be a valid string|string_type")]
    [InlineData(
        """{"taskId":"x","wait":-1}""",
        "body,wait|Input should be greater than or equal to 0|greater_than_equal"
    )]
    [InlineData("""{"taskId":"x","wait":"5"}""", "body,wait|Input should be a valid number|float_type")]
    [InlineData("""{"clientKey":{},"taskId":"x"}""", "body,clientKey|Input should be a valid string|string_type")]
    public void GetTaskResult_OfAnotherShape_IsRefused(string body, string expected)
    {
        var problems = BrokerRequests.Read(Encoding.UTF8.GetBytes(body), new BrokerMessages.GetTaskResult());

        Text(problems).ShouldBe(expected);
    }

    [Fact]
    public void Problems_AsABody_AreADetailList()
    {
        var body = BrokerErrors.Body([BrokerProblem.NotJson(17), BrokerProblem.Missing("task", "type")]);

        Encoding
            .UTF8.GetString(body)
            .ShouldBe(
                """{"detail":[{"loc":["body",17],"msg":"JSON decode error","type":"json_invalid"},{"loc":["body","task","type"],"msg":"Field required","type":"missing"}]}"""
            );
    }

    private static string Text(IEnumerable<BrokerProblem>? problems) =>
        string.Join(
            ';',
            (problems ?? []).Select(problem =>
                $"{string.Join(',', problem.Location)}{(problem.Position is { } position ? $",{position}" : "")}|{problem.Message}|{problem.Type}"
            )
        );
}
