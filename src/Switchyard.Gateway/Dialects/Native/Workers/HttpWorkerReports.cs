using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;
using Switchyard.Gateway.Bodies;
using LeaseReport = Switchyard.Engine.Workers.Polling.LeaseReport;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>What workers that ask say of their jobs while they hold them.</summary>
internal sealed class HttpWorkerReports(IPollingWorkers workers, TimeProvider clock)
{
    public Task RenewAsync(HttpContext context, Caller caller) =>
        RenewAsync(context, caller, WorkerRequestReader.Renew);

    public Task ProgressAsync(HttpContext context, Caller caller) =>
        RenewAsync(context, caller, WorkerRequestReader.Progress);

    public async Task LogAsync(HttpContext context, Caller caller)
    {
        var read = WorkerRequestReader.Log(await RequestBody.ReadAsync(context, BodyLimits.Bulk, clock));
        if (
            (HttpWorkerErrors.Of(read.Error) ?? HttpWorkerErrors.Invalid(WorkerRules.Check(read.Frame!))) is { } problem
        )
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        LeaseReport[] reports =
        [
            .. read.Frame!.Jobs.Select(item => new LeaseReport(item.Job, item.Token, Log: item.Text)),
        ];
        await ReportAsync(context, caller, reports, null, default, needsRegistration: true);
    }

    private async Task RenewAsync(
        HttpContext context,
        Caller caller,
        Func<ReadOnlyMemory<byte>, FrameResult<RenewBody>> readBody
    )
    {
        var read = readBody(await RequestBody.ReadAsync(context, BodyLimits.Bulk, clock));
        if (
            (HttpWorkerErrors.Of(read.Error) ?? HttpWorkerErrors.Invalid(WorkerRules.Check(read.Frame!))) is { } problem
        )
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var renew = read.Frame!;
        LeaseReport[] reports = [.. renew.Jobs.Select(job => WorkerTranslator.ToEngine(job))];
        TimeSpan? time = renew.LeaseSeconds is { } given ? TimeSpan.FromSeconds(given) : null;
        var sign = WorkerTranslator.ToEngine(renew.Pending, renew.System);
        await ReportAsync(context, caller, reports, time, sign, needsRegistration: false);
    }

    private async Task ReportAsync(
        HttpContext context,
        Caller caller,
        LeaseReport[] reports,
        TimeSpan? time,
        SignOfLife sign,
        bool needsRegistration
    )
    {
        var name = WorkerTranslator.NameOf(context, caller);
        var answer = await workers.ReportAsync(name, reports, time, sign, context.RequestAborted);
        if (
            HttpWorkerErrors.Of(answer.Access) is { } refused
            && (needsRegistration || answer.Access != PollingAccess.Unknown)
        )
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

        var written = WorkerAnswerWriter.Standings(standings);
        await ResponseBody.WriteAsync(context, StatusCodes.Status200OK, NativeAnswers.ContentType, written, clock);
    }
}
