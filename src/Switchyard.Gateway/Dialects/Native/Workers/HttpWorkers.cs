using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;
using Switchyard.Contracts.Workers.Http;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;
using Switchyard.Gateway.Bodies;
using LeaseReport = Switchyard.Engine.Workers.Polling.LeaseReport;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>Workers that ask for jobs, one request at a time.</summary>
internal sealed class HttpWorkers(IPollingWorkers workers, TimeSpan leaseTime, GatewayModel model, TimeProvider clock)
{
    public async Task RegisterAsync(HttpContext context, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Single, clock);
        if (!TryRead(body.Span, out var worker, out var problem))
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        TimeSpan? own = worker.LeaseSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        var access = workers.Register(WorkerTranslator.ToEngine(worker, caller, address), own);
        if (ProblemOf(access) is { } refused)
        {
            await NativeErrors.WriteAsync(context, refused);
            return;
        }

        var status = access == PollingAccess.Registered ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        var view = new WorkerRegistered(worker.Worker, (own ?? leaseTime).TotalSeconds, model.Version);
        await NativeAnswers.SendAsync(context, status, view, ContractsJson.Default.WorkerRegistered, clock);
    }

    public async Task LeaseAsync(HttpContext context, Caller caller)
    {
        var read = WorkerRequestReader.Lease(await RequestBody.ReadAsync(context, BodyLimits.Small, clock));
        if ((ProblemOf(read.Error) ?? Invalid(WorkerRules.Check(read.Frame))) is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var request = WorkerTranslator.ToEngine(read.Frame!);
        var answer = await workers.LeaseAsync(NameOf(context, caller), request, context.RequestAborted);
        if (ProblemOf(answer.Access) is { } refused)
        {
            await NativeErrors.WriteAsync(context, refused);
            return;
        }

        await SendAsync(context, () => WorkerAnswerWriter.Leased(ToWire(answer.Jobs), answer.IsDraining), answer.Jobs);
    }

    public async Task SettleAsync(HttpContext context, Caller caller)
    {
        var read = WorkerRequestReader.Settle(await RequestBody.ReadAsync(context, BodyLimits.Results, clock));
        if ((ProblemOf(read.Error) ?? Invalid(WorkerRules.Check(read.Frame!))) is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var settlements = new WorkerSettlement[read.Frame!.Results.Count];
        for (var i = 0; i < settlements.Length; i++)
        {
            settlements[i] = WorkerTranslator.ToEngine(read.Frame.Results[i]);
        }

        PollRequest? next = read.Frame.Lease is { } lease ? WorkerTranslator.ToEngine(lease) : null;
        await SettleAsync(context, caller, settlements, next);
    }

    public async Task ReleaseAsync(HttpContext context, Caller caller)
    {
        var read = WorkerRequestReader.Release(await RequestBody.ReadAsync(context, BodyLimits.Single, clock));
        if (ProblemOf(read.Error) is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        WorkerSettlement[] released =
        [
            .. read.Frame!.Jobs.Select(lease => new WorkerSettlement(
                lease.Job,
                lease.Token,
                SettlementKind.Released,
                default,
                null
            )),
        ];
        await SettleAsync(context, caller, released, next: null);
    }

    public Task RenewAsync(HttpContext context, Caller caller) =>
        RenewAsync(context, caller, WorkerRequestReader.Renew);

    public Task ProgressAsync(HttpContext context, Caller caller) =>
        RenewAsync(context, caller, WorkerRequestReader.Progress);

    public async Task LogAsync(HttpContext context, Caller caller)
    {
        var read = WorkerRequestReader.Log(await RequestBody.ReadAsync(context, BodyLimits.Bulk, clock));
        if ((ProblemOf(read.Error) ?? Invalid(WorkerRules.Check(read.Frame!))) is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        LeaseReport[] reports =
        [
            .. read.Frame!.Jobs.Select(item => new LeaseReport(item.Job, item.Token, Log: item.Text)),
        ];
        await ReportAsync(context, caller, reports, null, null, needsRegistration: true);
    }

    public async Task DrainAsync(HttpContext context, Caller caller) =>
        await AnswerNothingAsync(context, await workers.DrainAsync(NameOf(context, caller), context.RequestAborted));

    public async Task DeregisterAsync(HttpContext context, Caller caller) =>
        await AnswerNothingAsync(
            context,
            await workers.DeregisterAsync(NameOf(context, caller), context.RequestAborted)
        );

    private async Task RenewAsync(
        HttpContext context,
        Caller caller,
        Func<ReadOnlyMemory<byte>, FrameResult<RenewBody>> readBody
    )
    {
        var read = readBody(await RequestBody.ReadAsync(context, BodyLimits.Bulk, clock));
        if ((ProblemOf(read.Error) ?? Invalid(WorkerRules.Check(read.Frame!))) is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var (jobs, pending, seconds) = (read.Frame!.Jobs, read.Frame.Pending, read.Frame.LeaseSeconds);
        LeaseReport[] reports = [.. jobs.Select(job => WorkerTranslator.ToEngine(job))];
        TimeSpan? time = seconds is { } given ? TimeSpan.FromSeconds(given) : null;
        await ReportAsync(context, caller, reports, time, pending, needsRegistration: false);
    }

    private async Task ReportAsync(
        HttpContext context,
        Caller caller,
        LeaseReport[] reports,
        TimeSpan? time,
        int? pending,
        bool needsRegistration
    )
    {
        var name = NameOf(context, caller);
        var answer = await workers.ReportAsync(name, reports, time, pending, context.RequestAborted);
        if (ProblemOf(answer.Access) is { } refused && (needsRegistration || answer.Access != PollingAccess.Unknown))
        {
            await NativeErrors.WriteAsync(context, refused);
            return;
        }

        var standings = new (JobLease, string?, bool)[reports.Length];
        for (var i = 0; i < standings.Length; i++)
        {
            var (lost, isPauseAsked) = answer.Leases[i];
            var reason = lost is { } why ? WorkerTranslator.ToWire(why) : null;
            standings[i] = (new JobLease(reports[i].JobId, reports[i].Token), reason, isPauseAsked);
        }

        await SendAsync(context, () => WorkerAnswerWriter.Standings(standings), []);
    }

    private async Task SettleAsync(
        HttpContext context,
        Caller caller,
        WorkerSettlement[] settlements,
        PollRequest? next
    )
    {
        var name = NameOf(context, caller);
        var answer = await workers.SettleAsync(name, settlements, next, context.RequestAborted);
        if (answer.Access == PollingAccess.Denied)
        {
            await NativeErrors.WriteAsync(context, ProblemOf(PollingAccess.Denied)!.Value);
            return;
        }

        var settled = new SettledJob[settlements.Length];
        for (var i = 0; i < settled.Length; i++)
        {
            var word = WorkerTranslator.ToWire(answer.Results[i].Answer);
            settled[i] = new SettledJob(settlements[i].JobId, settlements[i].Token, word);
        }

        var jobs = answer.Next?.Jobs;
        var isRegistered = answer.Next is not { Access: PollingAccess.Unknown };
        await SendAsync(
            context,
            () =>
                WorkerAnswerWriter.Settled(
                    settled,
                    jobs is null ? null : ToWire(jobs),
                    answer.Next is { IsDraining: true },
                    isRegistered
                ),
            jobs ?? []
        );
    }

    /// <summary>Sends an answer; when its client is gone by then, so far as that can be known, its jobs go back.</summary>
    private async Task SendAsync(HttpContext context, Func<ReadOnlyMemory<byte>> write, IReadOnlyList<Assignment> jobs)
    {
        try
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            await ResponseBody.WriteAsync(context, 200, NativeAnswers.ContentType, write(), clock);
        }
        catch (Exception) when (jobs.Count > 0)
        {
            workers.GiveBack(jobs);
            throw;
        }
    }

    private static Task AnswerNothingAsync(HttpContext context, PollingAccess access)
    {
        if (ProblemOf(access) is { } refused)
        {
            return NativeErrors.WriteAsync(context, refused);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static bool TryRead(ReadOnlySpan<byte> body, out WorkerRegistration worker, out NativeProblem problem)
    {
        worker = null!;
        try
        {
            var given = JsonSerializer.Deserialize(body, ContractsJson.Default.WorkerRegistration);
            var wrong = given is null ? "body: an object" : WorkerRules.Check(given);
            worker = given!;
            problem = wrong is null ? default : NativeErrors.Invalid(wrong);
            return wrong is null;
        }
        catch (JsonException exception)
        {
            problem = NativeErrors.Malformed(
                $"The body is not a worker's registration: {exception.Path ?? "$"}, "
                    + $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."
            );
            return false;
        }
    }

    private static List<AssignedJob> ToWire(IReadOnlyList<Assignment> jobs)
    {
        var wire = new List<AssignedJob>(jobs.Count);
        foreach (var job in jobs)
        {
            wire.Add(WorkerTranslator.ToWire(job));
        }

        return wire;
    }

    private static WorkerName NameOf(HttpContext context, Caller caller) =>
        new((string)context.Request.RouteValues["worker"]!, caller);

    private static NativeProblem? ProblemOf(ErrorFrame? error) =>
        error is null ? null
        : error.Code == WorkerErrorCodes.Malformed ? NativeErrors.Malformed(error.Message)
        : NativeErrors.Invalid(error.Message);

    private static NativeProblem? Invalid(string? problem) => problem is null ? null : NativeErrors.Invalid(problem);

    private static NativeProblem? ProblemOf(PollingAccess access) =>
        access switch
        {
            PollingAccess.Granted or PollingAccess.Registered => null,
            PollingAccess.Unknown => new(
                404,
                ProblemCodes.UnknownWorker,
                "No worker of this name is registered, or no longer: register it, then go on."
            ),
            PollingAccess.Denied => new(403, ProblemCodes.Forbidden, "Another key has a worker of this name."),
            PollingAccess.Full => new(
                429,
                ProblemCodes.TooManyWorkers,
                "As many workers are registered as there may be; those that are not heard of are forgotten."
            ),
        };
}
