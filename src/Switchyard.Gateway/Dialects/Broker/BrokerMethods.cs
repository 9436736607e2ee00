using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Bodies;
using Switchyard.Gateway.Traces;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>The methods that clients post to. Bodies are read by hand: a task of 300 bytes costs no tree and no copy.</summary>
internal sealed class BrokerMethods(IJobs jobs, BrokerGuard guard, BrokerModel model, TimeProvider clock)
{
    /// <summary>What Python's WebSocket client takes by default; a longer new_task frame would end the worker's connection.</summary>
    private const int MaxFrame = 1024 * 1024;

    public async Task CreateTaskAsync(HttpContext context)
    {
        var message = new BrokerMessages.CreateTask();
        var body = await RequestBody.ReadAsync(context, BodyLimits.Single, clock);
        if (BrokerRequests.Read(body, message) is { } problems)
        {
            await guard.RefuseAsync(context, problems);
            return;
        }

        if (await guard.AdmitAsync(context, message.ClientKey, ApiScopes.Submit) is not { } caller)
        {
            return;
        }

        if (Refusal(message) is { } refusal)
        {
            await guard.SendAsync(context, StatusCodes.Status200OK, BrokerErrors.Body(refusal));
            return;
        }

        var size = message.Task.Bytes.Length + message.Proxy.Bytes.Length + WorkerFrameEncoder.NewTaskOverhead;
        // Not cancelled by a client that goes away: what it asked for may be durable already.
        var submitted =
            size > MaxFrame
                ? new SubmitResult(SubmitAnswer.TooLarge, 0, [])
                : await jobs.SubmitAsync(
                    BrokerTranslator.ToSubmit(message, caller, model, TraceHeader.Of(context.Request)),
                    CancellationToken.None
                );
        if (submitted.Answer == SubmitAnswer.TooLarge)
        {
            await guard.FailAsync(context, GatewayFailure.PayloadTooLarge);
        }
        else
        {
            await guard.SendAsync(
                context,
                StatusCodes.Status200OK,
                BrokerErrors.Of(submitted.Answer) is { } error
                    ? BrokerErrors.Body(error)
                    : BrokerTranslator.Created(submitted, caller.IdFormat)
            );
        }
    }

    private BrokerError? Refusal(BrokerMessages.CreateTask message)
    {
        if (message.Task.IsNothing)
        {
            return BrokerError.TaskAbsent;
        }

        if (model.AcceptedTypes?.Contains(message.Type) == false)
        {
            return BrokerError.TaskNotSupported;
        }

        return model.MaxQueued is { } most && jobs.Count(Dialect.Broker, null).Unfinished >= most
            ? BrokerError.NoSlotAvailable
            : null;
    }

    public async Task GetTaskResultAsync(HttpContext context)
    {
        var message = new BrokerMessages.GetTaskResult();
        var body = await RequestBody.ReadAsync(context, BodyLimits.Small, clock);
        if (BrokerRequests.Read(body, message) is { } problems)
        {
            await guard.RefuseAsync(context, problems);
            return;
        }

        if (await guard.AdmitAsync(context, message.ClientKey, ApiScopes.Submit | ApiScopes.Read) is not { } caller)
        {
            return;
        }

        var found = TaskName.Read(message.TaskId, caller) is { } name
            ? await FindAsync(context, name, caller, message.WaitTime)
            : null;
        if (found is not { Lane.Dialect: Dialect.Broker } job)
        {
            await guard.SendAsync(context, StatusCodes.Status200OK, BrokerErrors.Body(BrokerError.NoSuchTask));
        }
        else if (!job.State.IsFinished())
        {
            await guard.SendAsync(context, StatusCodes.Status200OK, BrokerTranslator.Processing);
        }
        else
        {
            var result = await jobs.ReadAsync(job.Result, context.RequestAborted);
            var address = context.Connection.RemoteIpAddress;
            await guard.SendAsync(
                context,
                StatusCodes.Status200OK,
                BrokerTranslator.Finished(job, result, address, caller.IdFormat)
            );
        }
    }

    private ValueTask<JobSnapshot?> FindAsync(HttpContext context, JobRef name, Caller caller, TimeSpan wait) =>
        // A poll is too short to be worth the connection's abort token, which costs an allocation.
        wait > TimeSpan.Zero
            ? jobs.WaitAsync(name, caller.Sees, wait, context.RequestAborted)
            : jobs.GetAsync(name, caller.Sees, CancellationToken.None);

    public async Task GetBalanceAsync(HttpContext context)
    {
        var message = new BrokerMessages.GetBalance();
        var body = await RequestBody.ReadAsync(context, BodyLimits.Small, clock);
        if (BrokerRequests.Read(body, message) is { } problems)
        {
            await guard.RefuseAsync(context, problems);
        }
        else if (await guard.AdmitAsync(context, message.ClientKey, ApiScopes.Submit | ApiScopes.Read) is not null)
        {
            await guard.SendAsync(context, StatusCodes.Status200OK, BrokerTranslator.Balance);
        }
    }
}
