using Switchyard.Contracts.Workers;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>The ranges of what a worker says. Each answers what is wrong, in words for the worker's author, or null.</summary>
internal static class WorkerRules
{
    private const int MaxCapacity = 10_000;

    public static string? Check(WorkerFrame frame) =>
        frame switch
        {
            HelloFrame hello => Check(hello),
            UpdateFrame update => Check(update),
            SettleFrame settle => Check(settle),
            ProgressFrame progress => Check(progress),
            LogFrame log => Check(log),
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

    private static string? Check(SettleFrame frame)
    {
        foreach (var result in frame.Results)
        {
            if (result.Result.Length > WorkerProtocol.MaxResultBytes)
            {
                return $"The result of job {result.Job} is over {WorkerProtocol.MaxResultBytes} bytes.";
            }
        }

        return null;
    }

    private static string? Check(ProgressFrame frame)
    {
        foreach (var item in frame.Jobs)
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

    private static string? CheckTypes(IReadOnlyList<string> types) =>
        types.Count is 0 or > 256 || types.Any(type => type.Length is 0 or > 128)
            ? "'types' must be 1 to 256 of 1 to 128 characters each."
            : null;

    private static string? CheckTags(IReadOnlyList<string> tags) =>
        tags.Count > 64 || tags.Any(tag => tag.Length is 0 or > 64)
            ? "'tags' must be at most 64 of 1 to 64 characters each."
            : null;

    private static string? CheckCapacity(int capacity) =>
        capacity is < 1 or > MaxCapacity ? "'capacity' must be 1 to 10,000." : null;
}
