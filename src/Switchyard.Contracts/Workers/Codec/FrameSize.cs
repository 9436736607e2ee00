namespace Switchyard.Contracts.Workers.Codec;

/// <summary>About how long things are on the wire, never less but for text full of escapes: what frames are filled by.</summary>
public static class FrameSize
{
    /// <summary>A job in an <see cref="AssignFrame"/>.</summary>
    public static int Of(in AssignedJob job) =>
        320 + (3 * job.Type.Length) + (job.TraceParent?.Length + 17 ?? 0) + job.Payload.Length + job.Checkpoint.Length;

    /// <summary>A result in a <see cref="SettleFrame"/>.</summary>
    public static int Of(in JobResult result) => 120 + result.Result.Length + (3 * (result.Error?.Length ?? 0));

    /// <summary>A report in a <see cref="ProgressFrame"/>.</summary>
    public static int Of(in JobProgress progress) => 80 + progress.Progress.Length;

    /// <summary>A piece in a <see cref="LogFrame"/>.</summary>
    public static int Of(in JobLog log) => 80 + log.Text.Length;

    /// <summary>An answer, a revocation or a pause.</summary>
    public const int OfAnswer = 96;
}
