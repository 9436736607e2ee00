using System.Text;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Dialects.Broker;

namespace Switchyard.Gateway.Tests.Broker;

public sealed class WorkerMessagesTests
{
    private const string Uuid = "00000000-0000-8001-8000-000000000005";

    [Theory]
    [InlineData("""{"type":"register","task_types":["A"]}""", "A|1||None")]
    [InlineData(
        """{"type":"register","task_types":["A","B","A"],"max_concurrency":7,"ip":"10.0.0.1"}""",
        "A,B|7|10.0.0.1|None"
    )]
    [InlineData(
        """{"type":"register","task_types":["A"],"max_concurrency":null,"ip":null,"features":null}""",
        "A|1||None"
    )]
    [InlineData(
        """{"type":"register","task_types":["A"],"features":["cancel","progress","ack","pause","dance"]}""",
        "A|1||Cancel, Progress, Ack, Pause"
    )]
    [InlineData("""{"type":"register","task_types":["A"],"ip":5,"features":[1]}""", "A|1||None")]
    public void Register_ThatCanBeUsed_IsRead(string frame, string expected)
    {
        var register = Read(frame).ShouldBeOfType<WorkerMessage.Register>();

        $"{string.Join(',', register.Types)}|{register.Capacity}|{register.Address}|{register.Features}".ShouldBe(
            expected
        );
    }

    [Theory]
    [InlineData("", "Field required")]
    [InlineData("nonsense", "JSON decode error")]
    [InlineData("[]", "Input should be a valid dictionary or object to extract fields from")]
    [InlineData("{}", "'type' must be a string.")]
    [InlineData("""{"type":5}""", "'type' must be a string.")]
    [InlineData("""{"type":"dance"}""", "The 'type' is unknown.")]
    [InlineData("""{"type":"register"}""", "'task_types' must be 1 to 256 strings of 1 to 128 printable characters.")]
    [InlineData(
        """{"type":"register","task_types":[]}""",
        "'task_types' must be 1 to 256 strings of 1 to 128 printable characters."
    )]
    [InlineData(
        """{"type":"register","task_types":["A",[]]}""",
        "'task_types' must be 1 to 256 strings of 1 to 128 printable characters."
    )]
    [InlineData(
        """{"type":"register","task_types":[""]}""",
        "'task_types' must be 1 to 256 strings of 1 to 128 printable characters."
    )]
    [InlineData(
        """{"type":"register","task_types":["A"],"max_concurrency":0}""",
        "'max_concurrency' must be an integer from 1 to 10000."
    )]
    [InlineData(
        """{"type":"register","task_types":["A"],"max_concurrency":"2"}""",
        "'max_concurrency' must be an integer from 1 to 10000."
    )]
    [InlineData(
        """{"type":"register","task_types":["A"],"max_concurrency":1.5}""",
        "'max_concurrency' must be an integer from 1 to 10000."
    )]
    [InlineData("""{"type":"progress","taskId":"x"}""", "'progress' must be JSON of at most 16384 bytes.")]
    [InlineData("""{"type":"log","taskId":"x","text":1}""", "'text' must be a string.")]
    public void Message_ThatCannotBeUsed_SaysWhy(string frame, string problem) =>
        Read(frame).ShouldBeOfType<WorkerMessage.Unusable>().Problem.ShouldBe(problem);

    [Theory]
    [InlineData("\"result\":{\"a\": 1.0}", false, "{\"a\": 1.0}", null)]
    [InlineData("\"errorId\":0,\"result\":[]", false, "[]", null)]
    [InlineData("\"errorId\":0.0,\"result\":null", false, "null", null)]
    [InlineData("\"errorId\":null,\"result\":\"s\"", false, "\"s\"", null)]
    [InlineData("\"errorId\":false,\"result\":{}", false, "{}", null)]
    [InlineData("\"errorId\":-1,\"result\":{\"error\":\"bad\"}", true, "{\"error\":\"bad\"}", "bad")]
    [InlineData("\"errorId\":1,\"result\":{\"error\":[1]}", true, "{\"error\":[1]}", "[1]")]
    [InlineData("\"errorId\":1e999,\"result\":{}", true, "{}", "The worker reported a failure without a message.")]
    [InlineData("\"errorId\":\"E\",\"errorDescription\":\"why\"", true, "", "why")]
    [InlineData(
        "\"errorId\":1,\"result\":{\"error\":\"\"}",
        true,
        "{\"error\":\"\"}",
        "The worker reported a failure without a message."
    )]
    [InlineData("\"errorId\":0", true, "", "The worker reported success without a result.")]
    public void TaskResult_WithAnyErrorId_IsSuccessOrFailure(string fields, bool failed, string result, string? error)
    {
        var read = Read($$$"""{"type":"task_result","taskId":"{{{Uuid}}}",{{{fields}}}}""")
            .ShouldBeOfType<WorkerMessage.TaskResult>();

        read.Failed.ShouldBe(failed);
        Encoding.UTF8.GetString(read.Result.Span).ShouldBe(result);
        read.Error.ShouldBe(error);
        read.Job.ShouldBe(new JobRef(16, 5));
    }

    [Theory]
    [InlineData($"\"{Uuid}\"", 16L, 5L)]
    [InlineData("\"\\u0030000000-0000-8001-8000-000000000005\"", null, null)]
    [InlineData("\"\\u00300000000-0000-8001-8000-000000000005\"", 16L, 5L)]
    [InlineData("\"00000000-0000-8001-8000-00000000000A\"", 16L, 10L)]
    [InlineData("7", 7L, null)]
    [InlineData("\"7\"", 7L, null)]
    [InlineData("0", null, null)]
    [InlineData("-7", null, null)]
    [InlineData("7.0", null, null)]
    [InlineData("9007199254740992", null, null)]
    [InlineData("99999999999999999999", null, null)]
    [InlineData("\"\"", null, null)]
    [InlineData("\" 7\"", null, null)]
    [InlineData("\"00000000-0000-4001-8000-000000000005\"", null, null)]
    [InlineData("\"{00000000-0000-8001-8000-000000000005}\"", null, null)]
    [InlineData("\"00000000-0000-8001-8000-0000000000055\"", null, null)]
    [InlineData("null", null, null)]
    public void TaskId_InAnyForm_NamesAJobOrNone(string json, long? id, long? salt)
    {
        var read = Read($$$"""{"type":"task_result","taskId":{{{json}}}}""").ShouldBeOfType<WorkerMessage.TaskResult>();

        read.Job.ShouldBe(id is null ? null : new JobRef(id.Value, salt));
    }

    [Fact]
    public void StatusUpdate_WithAndWithoutANumber_IsASignOfLife()
    {
        Read("""{"type":"status_update","current_tasks":1,"pending_tasks":3}""")
            .ShouldBe(new WorkerMessage.StatusUpdate(3));
        Read("""{"type":"status_update","pending_tasks":"many"}""").ShouldBe(new WorkerMessage.StatusUpdate(null));
    }

    private static WorkerMessage Read(string frame) => WorkerMessages.Read(Encoding.UTF8.GetBytes(frame));
}
