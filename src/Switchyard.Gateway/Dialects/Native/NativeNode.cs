using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Stats;
using Switchyard.Contracts.Workers;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Workers;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>What goes on: workers and counts.</summary>
internal sealed class NativeNode(IJobs jobs, IWorkers workers, TimeProvider clock)
{
    public Task ListWorkersAsync(HttpContext context, Caller caller)
    {
        var list = new WorkerList([.. workers.List().Select(View)]);
        return NativeAnswers.SendAsync(context, 200, list, ContractsJson.Default.WorkerList, clock);
    }

    public Task GetStatsAsync(HttpContext context, Caller caller)
    {
        var counts = jobs.Count(null, caller.Sees);
        var stats = new StatsView(
            Enum.GetValues<JobState>().ToDictionary(NativeWords.Of, state => counts[state]),
            counts.Unfinished,
            counts.Finished,
            workers.List().Count(worker => worker.IsOnline)
        );
        return NativeAnswers.SendAsync(context, 200, stats, ContractsJson.Default.StatsView, clock);
    }

    private static WorkerView View(WorkerStatus worker) =>
        new()
        {
            Id = worker.Hello.Id,
            Status =
                !worker.IsOnline ? "offline"
                : worker.IsDraining || !worker.IsEnabled ? "draining"
                : "online",
            Dialect = NativeWords.Of(worker.Hello.Dialect),
            Transport =
                worker.IsReportedOnly ? "none"
                : worker.Hello.IsOwn ? "local"
                : worker.IsPolling ? "http"
                : "websocket",
            Types = worker.Hello.Types,
            Tags = worker.Hello.Tags,
            Capacity = worker.Hello.Capacity,
            Held = worker.Held,
            Enabled = worker.IsEnabled,
            SystemInfo = worker.System is { } usage ? new SystemInfo(usage.Cpu, usage.Memory, usage.Disk) : null,
            Address = worker.Hello.Address,
            ConnectedAt = worker.ConnectedAt,
            LastSeenAt = worker.LastSeenAt,
        };
}
