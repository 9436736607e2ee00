using System.Buffers;
using System.Text;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;

namespace Switchyard.Gateway.Tests.Native;

public sealed class WorkerFrameCodecTests
{
    public static TheoryData<string, WorkerFrame> Wire =>
        new()
        {
            {
                """{"type":"hello","version":1,"worker":"w1","types":["a","b"],"tags":["gpu"],"capacity":8,"features":["pause"]}""",
                new HelloFrame
                {
                    Worker = "w1",
                    Types = ["a", "b"],
                    Tags = ["gpu"],
                    Capacity = 8,
                    Features = ["pause"],
                }
            },
            {
                """{"type":"settle","results":[{"job":17,"token":42,"outcome":"succeeded","result":{"a": [1, 2.50e3]}}]}""",
                new SettleFrame([new(17, 42, JobOutcome.Succeeded, Bytes("""{"a": [1, 2.50e3]}"""))])
            },
            {
                """{"type":"settle","results":[{"job":1,"token":2,"outcome":"failed","error":"a \"bad\" é"},{"job":3,"token":4,"outcome":"failed_for_good"},{"job":5,"token":6,"outcome":"released"},{"job":7,"token":8,"outcome":"paused","result":null}]}""",
                new SettleFrame([
                    new(1, 2, JobOutcome.Failed, Error: "a \"bad\" é"),
                    new(3, 4, JobOutcome.FailedForGood),
                    new(5, 6, JobOutcome.Released),
                    new(7, 8, JobOutcome.Paused, Bytes("null")),
                ])
            },
            {
                """{"type":"progress","jobs":[{"job":1,"token":2,"progress":0.5},{"job":3,"token":4,"progress":"half"}]}""",
                new ProgressFrame([new(1, 2, Bytes("0.5")), new(3, 4, Bytes("\"half\""))])
            },
            {
                """{"type":"log","jobs":[{"job":1,"token":2,"text":"plain"},{"job":1,"token":2,"text":"two\nlines\n"}]}""",
                new LogFrame([new(1, 2, Bytes("plain")), new(1, 2, Bytes("two\nlines\n"))])
            },
            { """{"type":"update","capacity":3}""", new UpdateFrame(Capacity: 3) },
            { """{"type":"update","types":["x"],"tags":[]}""", new UpdateFrame(Types: ["x"], Tags: []) },
            { """{"type":"renew","pending":3}""", new RenewFrame(3) },
            { """{"type":"renew"}""", new RenewFrame() },
            {
                """{"type":"renew","system_info":{"cpu_usage":45.2,"disk_usage":0}}""",
                new RenewFrame(System: new SystemInfo(45.2, DiskUsage: 0))
            },
            { """{"type":"drain"}""", new WorkerDrainFrame() },
        };

    [Theory]
    [MemberData(nameof(Wire), DisableDiscoveryEnumeration = true)]
    public void Frame_WrittenAndRead_IsTheSameBothWays(string json, WorkerFrame frame)
    {
        Written(frame).ShouldBe(json);

        var read = WorkerFrameReader.Read(Bytes(json));

        read.Error.ShouldBeNull();
        Written(read.Frame.ShouldNotBeNull()).ShouldBe(json);
        read.Frame.GetType().ShouldBe(frame.GetType());
    }

    [Theory]
    [InlineData("", "malformed")]
    [InlineData("nonsense", "malformed")]
    [InlineData("[]", "malformed")]
    [InlineData("7", "malformed")]
    [InlineData("{}", "malformed")]
    [InlineData("""{"type":7}""", "malformed")]
    [InlineData("""{"type":"dance"}""", "unknown_type")]
    [InlineData("""{"type":"welcome"}""", "unknown_type")]
    [InlineData("""{"type":"drain"} {}""", "malformed")]
    [InlineData("""{"type":"drain",}""", "malformed")]
    [InlineData("""{"type":"drain" """, "malformed")]
    [InlineData("""{"type":"renew","pending":"3"}""", "malformed")]
    [InlineData("""{"type":"renew","pending":3000000000}""", "malformed")]
    [InlineData("""{"type":"hello","version":"1"}""", "malformed")]
    [InlineData("""{"type":"hello","types":"a"}""", "malformed")]
    [InlineData("""{"type":"hello","types":[["a"]]}""", "malformed")]
    [InlineData("""{"type":"hello","worker":"\ud800"}""", "malformed")]
    [InlineData("""{"\ud800":1,"type":"drain"}""", "malformed")]
    [InlineData("""{"type":"drain","\udc00":1}""", "malformed")]
    [InlineData("""{"type":"hello","\ud800":1}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"\ud800":1,"job":1,"token":1}]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"job":1,"token":1,"outcome":"\ud800"}]}""", "malformed")]
    [InlineData("""{"type":"settle"}""", "malformed")]
    [InlineData("""{"type":"settle","results":[]}""", "malformed")]
    [InlineData("""{"type":"settle","results":{}}""", "malformed")]
    [InlineData("""{"type":"settle","results":[7]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{}]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"job":1,"outcome":"succeeded"}]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"job":1,"token":1}]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"job":1,"token":1,"outcome":"great"}]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"job":1,"token":1,"outcome":0}]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"job":1.5,"token":1,"outcome":"succeeded"}]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"job":"1","token":1,"outcome":"succeeded"}]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"job":-1,"token":1,"outcome":"succeeded"}]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"job":1,"token":1,"outcome":"failed","error":7}]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"job":1,"token":1,"outcome":"succeeded","result":{]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"job":1,"token":1,"outcome":"succeeded","result":01}]}""", "malformed")]
    [InlineData("""{"type":"settle","results":[{"job":1,"token":1,"outcome":"succeeded"}""", "malformed")]
    [InlineData("""{"type":"progress","jobs":[{"job":1,"token":1}]}""", "malformed")]
    [InlineData("""{"type":"log","jobs":[{"job":1,"token":1,"text":{}}]}""", "malformed")]
    public void Read_WhatIsNoFrame_IsAnswered(string json, string code)
    {
        var read = WorkerFrameReader.Read(Bytes(json));

        read.Frame.ShouldBeNull();
        read.Error.ShouldNotBeNull().Code.ShouldBe(code);
        read.Error.Message.ShouldNotContain("Switchyard");
    }

    [Fact]
    public void Read_TypeLastAndUnknownMembers_IsRead()
    {
        var json = """
            { "later" : {"type":"no"}, "results" : [ {"x":[{}], "outcome":"succeeded", "token":2, "job":1} ], "type" : "settle" }
            """;

        var read = WorkerFrameReader.Read(Bytes(json));

        read.Frame.ShouldBeOfType<SettleFrame>().Results.ShouldBe([new JobResult(1, 2, JobOutcome.Succeeded)]);
    }

    [Theory]
    [InlineData("{\"z\" : 1,\"a\":1, \"a\":2 }")]
    [InlineData("123456789012345678901234567890.000")]
    [InlineData("\"\\u0000\\/\\ud83d\\ude00 é 😀\"")]
    [InlineData("[ 1 , [ ] , { } ]")]
    [InlineData("-0")]
    [InlineData("true")]
    [InlineData("\"\"")]
    public void Settle_AnyResult_KeepsItsBytes(string result)
    {
        var message = Bytes(
            $$"""{"type":"settle","results":[{"job":1,"token":2,"result": {{result}} ,"outcome":"succeeded"}]}"""
        );

        var read = WorkerFrameReader.Read(message).Frame.ShouldBeOfType<SettleFrame>().Results[0];

        Encoding.UTF8.GetString(read.Result.Span).ShouldBe(result);
        var again = WorkerFrameReader.Read(Bytes(Written(new SettleFrame([read])))).Frame.ShouldBeOfType<SettleFrame>();
        Encoding.UTF8.GetString(again.Results[0].Result.Span).ShouldBe(result);
    }

    [Fact]
    public void Settle_TooManyItems_IsRefused()
    {
        var item = """{"job":1,"token":2,"outcome":"succeeded"}""";
        string Frame(int items) =>
            $$"""{"type":"settle","results":[{{string.Join(',', Enumerable.Repeat(item, items))}}]}""";

        WorkerFrameReader.Read(Bytes(Frame(10_000))).Frame.ShouldNotBeNull();
        WorkerFrameReader.Read(Bytes(Frame(10_001))).Error.ShouldNotBeNull().Code.ShouldBe("malformed");
    }

    [Fact]
    public void Settle_ResultNestedTooDeep_IsRefused()
    {
        string Frame(int depth) =>
            $$"""{"type":"settle","results":[{"job":1,"token":2,"outcome":"succeeded","result":{{new string('[', depth)}}{{new string(']', depth)}}}]}""";

        WorkerFrameReader.Read(Bytes(Frame(500))).Frame.ShouldNotBeNull();
        WorkerFrameReader.Read(Bytes(Frame(513))).Error.ShouldNotBeNull().Code.ShouldBe("malformed");
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Written(WorkerFrame frame)
    {
        using var writer = new FrameWriter();
        var buffer = new ArrayBufferWriter<byte>();
        writer.Write(frame, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
