using System.Globalization;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Schedules;

namespace Switchyard.Client;

/// <summary>Schedules and their runs.</summary>
/// <exception cref="SwitchyardException">From any method: the server refused.</exception>
/// <exception cref="SwitchyardUnreachableException">From any method: nobody answered.</exception>
public sealed class SchedulesApi
{
    private const string Path = "/api/v1/schedules";

    private readonly ApiCaller _caller;

    internal SchedulesApi(ApiCaller caller) => _caller = caller;

    /// <summary>Makes a schedule.</summary>
    public Task<ScheduleView> CreateAsync(ScheduleSubmission schedule, CancellationToken cancellation) =>
        _caller.PostAsync(
            Path,
            schedule,
            ContractsJson.Default.ScheduleSubmission,
            ContractsJson.Default.ScheduleView,
            idempotencyKey: null,
            cancellation
        );

    /// <summary>A schedule as it stands; null when there is none, or none that this key sees.</summary>
    public async Task<ScheduleView?> FindAsync(long id, CancellationToken cancellation)
    {
        try
        {
            return await _caller.CallAsync(
                HttpMethod.Get,
                PathOf(id),
                ContractsJson.Default.ScheduleView,
                cancellation
            );
        }
        catch (SwitchyardException refused) when (refused.Problem.Code == ProblemCodes.NotFound)
        {
            return null;
        }
    }

    /// <summary>A page of schedules, newest first, without payloads.</summary>
    public Task<ScheduleList> ListAsync(ScheduleFilter filter, CancellationToken cancellation) =>
        _caller.CallAsync(HttpMethod.Get, Path + filter.ToQuery(), ContractsJson.Default.ScheduleList, cancellation);

    /// <summary>Changes a schedule; what is absent stays.</summary>
    /// <param name="id">Which.</param>
    /// <param name="change">What is to change.</param>
    /// <param name="version">Only when it is at this version; null for any.</param>
    /// <param name="cancellation">Gives up waiting for the answer.</param>
    public Task<ScheduleView> ChangeAsync(
        long id,
        ScheduleSubmission change,
        long? version,
        CancellationToken cancellation
    ) =>
        _caller.PatchAsync(
            version is { } at ? string.Create(CultureInfo.InvariantCulture, $"{PathOf(id)}?version={at}") : PathOf(id),
            change,
            ContractsJson.Default.ScheduleSubmission,
            ContractsJson.Default.ScheduleView,
            cancellation
        );

    /// <summary>Removes a schedule that has no run at work; its runs stay.</summary>
    public Task DeleteAsync(long id, CancellationToken cancellation) =>
        _caller.CallAsync(HttpMethod.Delete, PathOf(id), cancellation);

    /// <summary>Makes a run now.</summary>
    /// <param name="id">Which.</param>
    /// <param name="payload">What the worker gets in the place of the schedule's own payload; default that.</param>
    /// <param name="cancellation">Gives up waiting for the answer.</param>
    public Task<ScheduleRunView> TriggerAsync(long id, RawJson payload, CancellationToken cancellation) =>
        _caller.PostAsync(
            PathOf(id) + "/trigger",
            new ScheduleTrigger { Payload = payload },
            ContractsJson.Default.ScheduleTrigger,
            ContractsJson.Default.ScheduleRunView,
            idempotencyKey: null,
            cancellation
        );

    /// <summary>Makes the runs of a range's slots that have none.</summary>
    public Task<BackfillView> BackfillAsync(long id, BackfillRequest range, CancellationToken cancellation) =>
        _caller.PostAsync(
            PathOf(id) + "/backfill",
            range,
            ContractsJson.Default.BackfillRequest,
            ContractsJson.Default.BackfillView,
            idempotencyKey: null,
            cancellation
        );

    /// <summary>When a cron text would run.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> PreviewAsync(
        PreviewRequest request,
        CancellationToken cancellation
    ) =>
        (
            await _caller.PostAsync(
                Path + "/preview",
                request,
                ContractsJson.Default.PreviewRequest,
                ContractsJson.Default.PreviewView,
                idempotencyKey: null,
                cancellation
            )
        ).NextRuns;

    /// <summary>A page of a schedule's runs, newest first, without results.</summary>
    /// <param name="id">Which.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to 1,000.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ScheduleRunList> RunsAsync(long id, int page, int size, CancellationToken cancellation) =>
        _caller.CallAsync(
            HttpMethod.Get,
            string.Create(CultureInfo.InvariantCulture, $"{PathOf(id)}/runs?page={page}&size={size}"),
            ContractsJson.Default.ScheduleRunList,
            cancellation
        );

    private static string PathOf(long id) => string.Create(CultureInfo.InvariantCulture, $"{Path}/{id}");
}
