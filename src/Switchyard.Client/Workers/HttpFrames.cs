using System.Text;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Http;

namespace Switchyard.Client.Workers;

/// <summary>Frames as bodies of requests, and answers as frames.</summary>
internal static class HttpFrames
{
    public static SettleRequest ToRequest(SettleFrame frame, LeaseRequest? next) =>
        new()
        {
            Results =
            [
                .. frame.Results.Select(result => new ResultReport
                {
                    Job = result.Job,
                    Token = result.Token,
                    Outcome = WorkerWords.Of(result.Outcome),
                    Result = new RawJson(result.Result),
                    Error = result.Error,
                }),
            ],
            Lease = next,
        };

    public static LeaseReports ToRequest(ProgressFrame frame) =>
        new()
        {
            Jobs =
            [
                .. frame.Jobs.Select(item => new LeaseReport
                {
                    Job = item.Job,
                    Token = item.Token,
                    Progress = new RawJson(item.Progress),
                }),
            ],
        };

    public static LogReports ToRequest(LogFrame frame) =>
        new([
            .. frame.Jobs.Select(item => new LogReport(item.Job, item.Token, Encoding.UTF8.GetString(item.Text.Span))),
        ]);

    public static SettledFrame ToFrame(IReadOnlyList<ResultAnswer> results) =>
        new([
            .. results.Select(result => new SettledJob(result.Job, result.Token, WorkerWords.AnswerOf(result.Answer))),
        ]);

    public static AssignFrame ToFrame(IReadOnlyList<LeasedJob> jobs) =>
        new([
            .. jobs.Select(job => new AssignedJob
            {
                Job = job.Job,
                Token = job.Token,
                Uuid = job.Uuid,
                Attempt = job.Attempt,
                Type = job.Type,
                Priority = job.Priority,
                CreatedAt = job.CreatedAt,
                RunTimeout = job.RunTimeoutMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
                TraceParent = job.TraceParent,
                Schedule = job.Schedule,
                Payload = job.Payload.Bytes,
                Checkpoint = job.Checkpoint.Bytes,
            }),
        ]);
}
