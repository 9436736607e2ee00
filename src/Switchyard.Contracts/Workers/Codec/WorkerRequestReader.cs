using System.Text.Json;
using System.Text.Unicode;
using Switchyard.Contracts.Workers.Http;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>
/// Reads what a worker says over plain HTTP, where the path stands for the type of the frame. As in
/// <see cref="WorkerFrameReader"/>, values that are kept byte for byte are slices of the body, and ranges are the
/// server's to check. What is no JSON is malformed; what is not the members that are needed is invalid.
/// </summary>
public static class WorkerRequestReader
{
    private static readonly ReadItem<JobResult> Result = WorkerItems.Result;
    private static readonly ReadItem<JobProgress> ProgressItem = WorkerItems.Progress;
    private static readonly ReadItem<JobProgress> Report = WorkerItems.Report;
    private static readonly ReadItem<JobLog> LogItem = WorkerItems.Log;
    private static readonly ReadItem<JobLease> LeaseItem = ServerItems.Lease;

    private static readonly byte[] Nothing = "{}"u8.ToArray();

    /// <summary><c>{"max":8,"wait_ms":30000}</c>; an empty body asks for one job that is there.</summary>
    public static FrameResult<LeaseRequest> Lease(ReadOnlyMemory<byte> body) =>
        Read(
            body.IsEmpty ? Nothing : body,
            static bytes =>
            {
                var reader = FrameType.Open(bytes);
                return LeaseMembers(ref reader);
            }
        );

    /// <summary><c>{"results":[…],"lease":{"max":8}}</c></summary>
    public static FrameResult<SettleBody> Settle(ReadOnlyMemory<byte> body) =>
        Read(body, static bytes => new SettleBody(FrameItems.Read(bytes, "results", Result), LeaseMember(bytes)));

    /// <summary><c>{"jobs":[{"job":17,"token":42}],"pending":3}</c>; an empty body is a sign of life.</summary>
    public static FrameResult<RenewBody> Renew(ReadOnlyMemory<byte> body) =>
        Read(body.IsEmpty ? Nothing : body, static bytes => RenewMembers(bytes, Report, atLeast: 0));

    /// <summary>The same, each with its progress.</summary>
    public static FrameResult<RenewBody> Progress(ReadOnlyMemory<byte> body) =>
        Read(body, static bytes => RenewMembers(bytes, ProgressItem, atLeast: 1));

    /// <summary><c>{"jobs":[{"job":17,"token":42,"text":"…"}]}</c></summary>
    public static FrameResult<LogFrame> Log(ReadOnlyMemory<byte> body) =>
        Read(body, static bytes => new LogFrame(FrameItems.Read(bytes, "jobs", LogItem)));

    /// <summary><c>{"jobs":[{"job":17,"token":42}]}</c></summary>
    public static FrameResult<ReleaseRequest> Release(ReadOnlyMemory<byte> body) =>
        Read(body, static bytes => new ReleaseRequest(FrameItems.Read(bytes, "jobs", LeaseItem)));

    private static FrameResult<T> Read<T>(ReadOnlyMemory<byte> body, Func<ReadOnlyMemory<byte>, T> read)
        where T : class
    {
        if (!Utf8.IsValid(body.Span))
        {
            return new(null, new ErrorFrame(WorkerErrorCodes.Malformed, "The body is not UTF-8."));
        }

        try
        {
            return new(read(body), null);
        }
        catch (JsonException problem)
        {
            // Only the tokenizer's own say where.
            var code = problem.LineNumber is null ? WorkerErrorCodes.Invalid : WorkerErrorCodes.Malformed;
            return new(null, new ErrorFrame(code, problem.Message));
        }
    }

    private static LeaseRequest? LeaseMember(ReadOnlyMemory<byte> body)
    {
        LeaseRequest? lease = null;
        var reader = FrameType.Open(body);
        while (FrameType.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("lease"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            lease = reader.TokenType switch
            {
                JsonTokenType.StartObject => LeaseMembers(ref reader),
                JsonTokenType.Null => null,
                _ => throw new JsonException("'lease' must be an object."),
            };
        }

        return lease;
    }

    private static LeaseRequest LeaseMembers(ref Utf8JsonReader reader)
    {
        var lease = new LeaseRequest();
        while (FrameType.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("max"u8))
            {
                lease = lease with { Max = JsonMembers.Int32(ref reader, "max") };
            }
            else if (reader.ValueTextEquals("wait_ms"u8))
            {
                lease = lease with { WaitMs = JsonMembers.Int32(ref reader, "wait_ms") };
            }
            else
            {
                reader.Skip();
            }
        }

        return lease;
    }

    private static RenewBody RenewMembers(ReadOnlyMemory<byte> body, ReadItem<JobProgress> readItem, int atLeast)
    {
        var renew = new RenewBody(FrameItems.Read(body, "jobs", readItem, atLeast));
        var reader = FrameType.Open(body);
        while (FrameType.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("pending"u8))
            {
                renew = renew with { Pending = JsonMembers.Int32(ref reader, "pending") };
            }
            else if (reader.ValueTextEquals("system_info"u8))
            {
                renew = renew with { System = WorkerItems.System(ref reader) };
            }
            else if (reader.ValueTextEquals("lease_seconds"u8))
            {
                renew = renew with { LeaseSeconds = JsonMembers.Double(ref reader, "lease_seconds") };
            }
            else
            {
                reader.Skip();
            }
        }

        return renew;
    }
}
