using System.Text;
using Switchyard.Engine.Jobs;

namespace Switchyard.Storage.Conformance.Harness;

/// <summary>Snapshots as text, bytes included: what differs can be read.</summary>
internal static class Snapshots
{
    public static void ShouldBeSame(JobSnapshot? actual, JobSnapshot? expected) =>
        Describe(actual).ShouldBe(Describe(expected));

    public static string Describe(JobSnapshot? job) =>
        job is null
            ? "none"
            : $"""
                {job.Id} {job.Salt:x} {job.State} attempt {job.Attempt} priority {job.Priority}
                lane {Describe(job.Lane)}
                created {job.CreatedAt:O} due {job.DueAt:O} expires {job.ExpiresAt:O}
                started {job.StartedAt:O} finished {job.FinishedAt:O} worker {job.WorkerId}
                reason {job.Reason} error {job.Error}
                result {Describe(job.Result)} progress {Describe(job.Progress)}
                retry {job.Retry} timeout {job.RunTimeout} callback {job.CallbackUrl}
                """;

    public static string Describe(Lane lane) =>
        $"{lane.Id} {lane.Dialect} {lane.Owner} {lane.Route.Id} {lane.Route.Type} [{string.Join(' ', lane.Route.Tags)}]";

    public static string Describe(Content content) =>
        content.BlobId == 0 ? Describe(content.Inline) : $"blob {content.BlobId}";

    public static string Describe(ReadOnlyMemory<byte> bytes) =>
        $"{bytes.Length} bytes '{Encoding.Latin1.GetString(bytes.Span)}'";
}
