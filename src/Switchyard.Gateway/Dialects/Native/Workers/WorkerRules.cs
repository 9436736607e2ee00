using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;
using Switchyard.Contracts.Workers.Http;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>The ranges of what a worker says. Each answers what is wrong, in words for the worker's author, or null.</summary>
internal static class WorkerRules
{
    private const int MaxCapacity = 10_000;
    private const int MaxLeaseSeconds = 3_600;

    /// <summary>
    /// The name is part of paths: what is normalised away there would never arrive, and one path is the scheduler API's.
    /// </summary>
    public static string? Check(WorkerRegistration worker) =>
        worker.Worker is null or { Length: 0 or > 255 } || worker.Worker is "." or ".." || worker.Worker.Contains('/')
            ? "'worker' must be 1 to 255 characters, without a slash."
        : worker.Worker == "register" ? "'worker' must not be 'register'."
        : worker.Features is { Count: > 64 } ? "'features' must be at most 64."
        : CheckTypes(worker.Types ?? [])
            ?? CheckTags(worker.Tags ?? [])
            ?? CheckCapacity(worker.Capacity ?? 1)
            ?? CheckLeaseSeconds(worker.LeaseSeconds);

    public static string? Check(LeaseRequest? lease) =>
        lease is { Max: < 1 or > WorkerProtocol.MaxItems } ? "'max' must be 1 to 10,000."
        : lease is { WaitMs: { } wait } && (wait < 0 || wait > WorkerProtocol.MaxWait.TotalMilliseconds)
            ? "'wait_ms' must be 0 to 60,000."
        : null;

    public static string? Check(SettleBody settle) => Check(settle.Results) ?? Check(settle.Lease);

    public static string? Check(RenewBody renew) =>
        Check(renew.Jobs) ?? CheckLeaseSeconds(renew.LeaseSeconds) ?? Check(renew.System);

    /// <summary>How busy a machine is.</summary>
    public static string? Check(SystemInfo? system) =>
        system is null || new[] { system.CpuUsage, system.MemoryUsage, system.DiskUsage }.All(IsPercent)
            ? null
            : "'system_info' must have percents of 0 to 100.";

    public static string? Check(WorkerFrame frame) =>
        frame switch
        {
            HelloFrame hello => Check(hello),
            UpdateFrame update => Check(update),
            SettleFrame settle => Check(settle.Results),
            ProgressFrame progress => Check(progress.Jobs),
            LogFrame log => Check(log),
            RenewFrame renew => Check(renew.System),
            _ => null,
        };

    private static string? Check(HelloFrame hello) =>
        hello.Worker.Length is 0 or > 255 ? "'worker' must be 1 to 255 characters."
        : hello.Features.Count > 64 ? "'features' must be at most 64."
        : CheckTypes(hello.Types) ?? CheckTags(hello.Tags) ?? CheckCapacity(hello.Capacity);

    private static string? Check(UpdateFrame update) =>
        (update.Types is { } types ? CheckTypes(types) : null)
        ?? (update.Tags is { } tags ? CheckTags(tags) : null)
        ?? (update.Capacity is { } capacity ? CheckCapacity(capacity) : null);

    private static string? Check(IReadOnlyList<JobResult> results)
    {
        foreach (var result in results)
        {
            if (result.Result.Length > WorkerProtocol.MaxResultBytes)
            {
                return $"The result of job {result.Job} is over {WorkerProtocol.MaxResultBytes} bytes.";
            }
        }

        return null;
    }

    private static string? Check(IReadOnlyList<JobProgress> jobs)
    {
        foreach (var item in jobs)
        {
            if (item.Progress.Length > WorkerProtocol.MaxProgressBytes)
            {
                return $"The progress of job {item.Job} is over {WorkerProtocol.MaxProgressBytes} bytes.";
            }
        }

        return null;
    }

    private static string? Check(LogFrame frame)
    {
        foreach (var item in frame.Jobs)
        {
            if (item.Text.Length > WorkerProtocol.MaxLogBytes)
            {
                return $"A piece of log of job {item.Job} is over {WorkerProtocol.MaxLogBytes} bytes.";
            }
        }

        return null;
    }

    private static bool IsPercent(double? value) => value is null or (>= 0 and <= 100);

    private static string? CheckTypes(IReadOnlyList<string> types) =>
        types.Count is 0 or > 256 || types.Any(type => type is null or { Length: 0 or > 128 })
            ? "'types' must be 1 to 256 of 1 to 128 characters each."
            : null;

    private static string? CheckTags(IReadOnlyList<string> tags) =>
        tags.Count > 64 || tags.Any(tag => tag is null or { Length: 0 or > 64 })
            ? "'tags' must be at most 64 of 1 to 64 characters each."
            : null;

    private static string? CheckLeaseSeconds(double? seconds) =>
        seconds is null or (>= 1 and <= MaxLeaseSeconds) ? null : "'lease_seconds' must be 1 to 3,600.";

    private static string? CheckCapacity(int capacity) =>
        capacity is < 1 or > MaxCapacity ? "'capacity' must be 1 to 10,000." : null;
}
