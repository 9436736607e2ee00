namespace Switchyard.Contracts.Workers.Codec;

/// <summary>
/// Reads what the server says. Payloads and checkpoints are slices of the message: whoever keeps them longer than the
/// message's buffer copies them.
/// </summary>
public static class ServerFrameReader
{
    private static readonly ReadItem<AssignedJob> Assigned = ServerItems.Assigned;
    private static readonly ReadItem<SettledJob> Settled = ServerItems.Settled;
    private static readonly ReadItem<RevokedJob> Revoked = ServerItems.Revoked;
    private static readonly ReadItem<JobLease> Lease = ServerItems.Lease;

    /// <summary>Reads one message, as a whole or not at all. A worker passes over what it cannot read.</summary>
    /// <param name="message">One WebSocket text message.</param>
    public static FrameResult<ServerFrame> Read(ReadOnlyMemory<byte> message) => FrameType.Dispatch(message, Read);

    private static ServerFrame? Read(string type, ReadOnlyMemory<byte> message) =>
        type switch
        {
            "assign" => new AssignFrame(FrameItems.Read(message, "jobs", Assigned)),
            "settled" => new SettledFrame(FrameItems.Read(message, "results", Settled)),
            "revoke" => new RevokeFrame(FrameItems.Read(message, "jobs", Revoked)),
            "pause" => new PauseFrame(FrameItems.Read(message, "jobs", Lease)),
            "drain" => FrameType.Bare(message, new ServerDrainFrame()),
            "welcome" => Welcome(message),
            "error" => Error(message),
            _ => null,
        };

    // {"type":"welcome","version":1,"session":"5-17","lease_seconds":30,"server_version":"0.1.0"}
    private static WelcomeFrame Welcome(ReadOnlyMemory<byte> message)
    {
        var welcome = new WelcomeFrame(0, "", 0, "");
        var reader = FrameType.Open(message);
        while (FrameType.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("version"u8))
            {
                welcome = welcome with { Version = JsonMembers.Int32(ref reader, "version") };
            }
            else if (reader.ValueTextEquals("session"u8))
            {
                welcome = welcome with { Session = JsonMembers.Text(ref reader, "session") };
            }
            else if (reader.ValueTextEquals("lease_seconds"u8))
            {
                welcome = welcome with { LeaseSeconds = JsonMembers.Double(ref reader, "lease_seconds") };
            }
            else if (reader.ValueTextEquals("server_version"u8))
            {
                welcome = welcome with { ServerVersion = JsonMembers.Text(ref reader, "server_version") };
            }
            else
            {
                reader.Skip();
            }
        }

        return welcome;
    }

    // {"type":"error","code":"malformed","message":"'job' must be an integer."}
    private static ErrorFrame Error(ReadOnlyMemory<byte> message)
    {
        string code = "",
            text = "";
        var reader = FrameType.Open(message);
        while (FrameType.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("code"u8))
            {
                code = JsonMembers.Text(ref reader, "code");
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                text = JsonMembers.Text(ref reader, "message");
            }
            else
            {
                reader.Skip();
            }
        }

        return new ErrorFrame(code, text);
    }
}
