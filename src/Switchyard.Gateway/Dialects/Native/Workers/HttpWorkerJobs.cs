using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;
using Switchyard.Gateway.Bodies;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>What workers that ask are given, and what became of it.</summary>
internal sealed class HttpWorkerJobs(IPollingWorkers workers, TimeProvider clock)
{
    public async Task LeaseAsync(HttpContext context, Caller caller)
    {
        var read = WorkerRequestReader.Lease(await RequestBody.ReadAsync(context, BodyLimits.Small, clock));
        if ((HttpWorkerErrors.Of(read.Error) ?? HttpWorkerErrors.Invalid(WorkerRules.Check(read.Frame))) is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var request = WorkerTranslator.ToEngine(read.Frame!);
        var answer = await workers.LeaseAsync(
            WorkerTranslator.NameOf(context, caller),
            request,
            context.RequestAborted
        );
        if (HttpWorkerErrors.Of(answer.Access) is { } refused)
        {
            await NativeErrors.WriteAsync(context, refused);
            return;
        }

        await SendAsync(context, () => WorkerAnswerWriter.Leased(ToWire(answer.Jobs), answer.IsDraining), answer.Jobs);
    }

    public async Task SettleAsync(HttpContext context, Caller caller)
    {
        var read = WorkerRequestReader.Settle(await RequestBody.ReadAsync(context, BodyLimits.Results, clock));
        if (
            (HttpWorkerErrors.Of(read.Error) ?? HttpWorkerErrors.Invalid(WorkerRules.Check(read.Frame!))) is { } problem
        )
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
        if (HttpWorkerErrors.Of(read.Error) is { } problem)
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

    private async Task SettleAsync(
        HttpContext context,
        Caller caller,
        WorkerSettlement[] settlements,
        PollRequest? next
    )
    {
        var name = WorkerTranslator.NameOf(context, caller);
        var answer = await workers.SettleAsync(name, settlements, next, context.RequestAborted);
        if (answer.Access == PollingAccess.Denied)
        {
            await NativeErrors.WriteAsync(context, HttpWorkerErrors.Of(PollingAccess.Denied)!.Value);
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

    private static List<AssignedJob> ToWire(IReadOnlyList<Assignment> jobs)
    {
        var wire = new List<AssignedJob>(jobs.Count);
        foreach (var job in jobs)
        {
            wire.Add(WorkerTranslator.ToWire(job));
        }

        return wire;
    }
}
