using System.Buffers;
using System.Text;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Gateway.Dialects.Broker;

namespace Switchyard.Gateway.Tests.Broker;

public sealed class WorkerFrameEncoderTests
{
    private static readonly Guid Name = JobRef.ToGuid(7, 9);

    [Theory]
    [InlineData("""{"type":"T","b":1,"a": 2 }""", "", "", """{"taskId":"ID","type":"T","b":1,"a": 2 }""")]
    [InlineData("""{ "type":"T"}""", """{"p":1.0}""", "", """{"taskId":"ID", "type":"T"},"proxy":{"p":1.0}""")]
    [InlineData("""{"type":"T"}""", "null", "[3]", """{"taskId":"ID","type":"T"},"proxy":null,"checkpoint":[3]""")]
    public void NewTask_FromThisApi_IsTheClientsBytesBehindTheId(
        string payload,
        string proxy,
        string checkpoint,
        string expected
    )
    {
        var frame = Encode(
            new WorkerFrame.NewTask(Assign(Dialect.Broker, payload, proxy, checkpoint), WithCheckpoint: true)
        );

        frame.ShouldBe(
            $$$"""{"type":"new_task","task":{{{expected.Replace("ID", $"{Name}", StringComparison.Ordinal)}}}}"""
        );
    }

    [Fact]
    public void NewTask_CheckpointForAWorkerThatKnowsNone_IsLeftOut()
    {
        var frame = Encode(
            new WorkerFrame.NewTask(Assign(Dialect.Broker, """{"type":"T"}""", "", "[3]"), WithCheckpoint: false)
        );

        frame.ShouldNotContain("checkpoint");
    }

    [Theory]
    [InlineData("", "}")]
    [InlineData("{}", "}")]
    [InlineData(" { } ", "}")]
    [InlineData(""" {"a":1, "b":{"type":2}} """, ""","a":1, "b":{"type":2}}""")]
    [InlineData("""{"taskId":1}""", ""","payload":{"taskId":1}}""")]
    [InlineData("""{"type":"other"}""", ""","payload":{"type":"other"}}""")]
    [InlineData("[1]", ""","payload":[1]}""")]
    [InlineData("null", ""","payload":null}""")]
    public void NewTask_FromAnotherApi_HasOurIdAndTypeWhateverItsPayload(string payload, string expected)
    {
        var frame = Encode(new WorkerFrame.NewTask(Assign(Dialect.Native, payload, "metadata of its own", ""), false));

        frame.ShouldBe($$$"""{"type":"new_task","task":{"taskId":"{{{Name}}}","type":"T\u0022"{{{expected}}}}""");
    }

    [Fact]
    public void Frames_ThatWereAskedFor_AreAsDocumented()
    {
        Encode(new WorkerFrame.CancelTask(Name, "expired"))
            .ShouldBe($$"""{"type":"cancel_task","taskId":"{{Name}}","reason":"expired"}""");
        Encode(new WorkerFrame.PauseTask(Name)).ShouldBe($$"""{"type":"pause_task","taskId":"{{Name}}"}""");
        Encode(new WorkerFrame.Registered("w\"1")).ShouldBe("""{"type":"registered","worker_id":"w\u00221"}""");
        Encode(new WorkerFrame.ResultAck(Name, "settled"))
            .ShouldBe($$"""{"type":"result_ack","taskId":"{{Name}}","status":"settled"}""");
        Encode(new WorkerFrame.ResultAck(null, "stale"))
            .ShouldBe("""{"type":"result_ack","taskId":null,"status":"stale"}""");
        Encode(new WorkerFrame.Error("why")).ShouldBe("""{"type":"error","message":"why"}""");
    }

    [Fact]
    public void NewTask_Overhead_IsNeverMoreThanAllowedFor()
    {
        const string payload = """{"type":"T"}""";

        var frame = Encode(new WorkerFrame.NewTask(Assign(Dialect.Broker, payload, "1", ""), false));

        frame.Length.ShouldBeLessThanOrEqualTo(payload.Length + 1 + WorkerFrameEncoder.NewTaskOverhead);
    }

    private static string Encode(WorkerFrame frame)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new WorkerFrameEncoder().Encode([frame], buffer).ShouldBe(1);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static Assignment Assign(Dialect dialect, string payload, string metadata, string checkpoint)
    {
        var type = dialect == Dialect.Broker ? "T" : "T\"";
        return new Assignment(
            new LeasedJob
            {
                Id = 7,
                Salt = 9,
                LaneId = 1,
                Token = 1,
                Attempt = 1,
                Tag = 0,
                Priority = 5,
                CreatedAt = default,
                Payload = default,
                Metadata = Encoding.UTF8.GetBytes(metadata),
            },
            new Lane(1, dialect, 0, new JobRoute(1, type, [])),
            Encoding.UTF8.GetBytes(payload),
            Encoding.UTF8.GetBytes(checkpoint)
        );
    }
}
