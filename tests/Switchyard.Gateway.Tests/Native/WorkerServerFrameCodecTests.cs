using System.Buffers;
using System.Text;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;

namespace Switchyard.Gateway.Tests.Native;

public sealed class WorkerServerFrameCodecTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, 250, TimeSpan.Zero);

    public static TheoryData<string, ServerFrame> Wire =>
        new()
        {
            {
                """{"type":"welcome","version":1,"session":"s-1","lease_seconds":30,"server_version":"0.1.0"}""",
                new WelcomeFrame(1, "s-1", 30, "0.1.0")
            },
            {
                """{"type":"assign","jobs":[{"job":17,"token":42,"uuid":"00000000-0000-8001-8000-000000000001","attempt":2,"type":"resize","priority":5,"created_at":"2030-01-02T12:00:00.250000Z","run_timeout_ms":1500,"schedule":9,"checkpoint":[ 1],"payload":{"a":1.0}}]}""",
                new AssignFrame([
                    new AssignedJob
                    {
                        Job = 17,
                        Token = 42,
                        Uuid = Guid.Parse("00000000-0000-8001-8000-000000000001"),
                        Attempt = 2,
                        Type = "resize",
                        Priority = 5,
                        CreatedAt = Noon,
                        RunTimeout = TimeSpan.FromSeconds(1.5),
                        Schedule = 9,
                        Checkpoint = Bytes("[ 1]"),
                        Payload = Bytes("""{"a":1.0}"""),
                    },
                ])
            },
            {
                """{"type":"settled","results":[{"job":1,"token":2,"answer":"settled"},{"job":1,"token":2,"answer":"repeated"},{"job":1,"token":2,"answer":"conflict"},{"job":1,"token":2,"answer":"stale"},{"job":1,"token":2,"answer":"gone"}]}""",
                new SettledFrame([.. Enum.GetValues<SettleAnswer>().Select(answer => new SettledJob(1, 2, answer))])
            },
            {
                """{"type":"revoke","jobs":[{"job":1,"token":2,"reason":"cancelled"}]}""",
                new RevokeFrame([new(1, 2, RevokeReasons.Cancelled)])
            },
            { """{"type":"pause","jobs":[{"job":1,"token":2}]}""", new PauseFrame([new(1, 2)]) },
            { """{"type":"drain"}""", new ServerDrainFrame() },
            {
                """{"type":"error","code":"malformed","message":"'job' must be an integer."}""",
                new ErrorFrame(WorkerErrorCodes.Malformed, "'job' must be an integer.")
            },
        };

    [Theory]
    [MemberData(nameof(Wire), DisableDiscoveryEnumeration = true)]
    public void Frame_WrittenAndRead_IsTheSameBothWays(string json, ServerFrame frame)
    {
        Written(frame).ShouldBe(json);

        var read = ServerFrameReader.Read(Bytes(json));

        read.Error.ShouldBeNull();
        read.Frame.ShouldNotBeNull().GetType().ShouldBe(frame.GetType());
        Written(read.Frame).ShouldBe(json);
    }

    [Fact]
    public void Assign_JobWithoutPayload_HasNoSuchMember()
    {
        var job = new AssignedJob
        {
            Job = 1,
            Token = 2,
            Attempt = 1,
            Type = "t",
            Priority = 5,
            CreatedAt = Noon,
        };

        var read = ServerFrameReader.Read(Bytes(Written(new AssignFrame([job])))).Frame.ShouldBeOfType<AssignFrame>();

        read.Jobs.ShouldBe([job]);
    }

    [Fact]
    public void FrameSize_OfAnyItem_IsNeverBelowItsLength()
    {
        var job = new AssignedJob
        {
            Job = (1L << 53) - 1,
            Token = long.MaxValue,
            Uuid = Guid.AllBitsSet,
            Attempt = int.MaxValue,
            Type = new string('漢', 128),
            Priority = 9,
            CreatedAt = Noon,
            TraceParent = new string('0', 64),
            RunTimeout = TimeSpan.FromDays(366),
            Payload = Bytes("1"),
            Checkpoint = Bytes("2"),
        };
        var result = new JobResult(
            (1L << 53) - 1,
            long.MaxValue,
            JobOutcome.FailedForGood,
            Bytes("1"),
            new string('漢', 9)
        );
        using var writer = new FrameWriter();
        var buffer = new ArrayBufferWriter<byte>();

        writer.Write(new SettleFrame([result]), buffer);

        Written(new AssignFrame([job]))
            .Sum(c => Encoding.UTF8.GetByteCount([c]))
            .ShouldBeLessThan(FrameSize.Of(job) + 32);
        buffer.WrittenCount.ShouldBeLessThan(FrameSize.Of(result) + 32);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Written(ServerFrame frame)
    {
        using var writer = new FrameWriter();
        var buffer = new ArrayBufferWriter<byte>();
        writer.Write(frame, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
