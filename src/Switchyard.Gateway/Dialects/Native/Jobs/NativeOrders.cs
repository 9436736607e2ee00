using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Gateway.Auth;

namespace Switchyard.Gateway.Dialects.Native.Jobs;

/// <summary>Orders to jobs.</summary>
internal sealed class NativeOrders(IJobs jobs, TimeProvider clock)
{
    public async Task CarryOutAsync(HttpContext context, Caller caller, OrderKind order)
    {
        var outcome = await OrderAsync(context, caller, order);
        var (answer, state) = (outcome.Answer, outcome.State is { } now ? NativeWords.Of(now) : "");
        var sent = answer switch
        {
            OrderAnswer.Done => SendAsync(context, "done", state),
            OrderAnswer.Asked => SendAsync(context, "asked", state),
            OrderAnswer.Refused when (order, outcome.State) is (OrderKind.Pause, JobState.Running) =>
                NativeErrors.WriteAsync(context, NativeErrors.CannotPause),
            OrderAnswer.Refused => NativeErrors.WriteAsync(context, NativeErrors.WrongState(state)),
            OrderAnswer.NotFound => NativeErrors.WriteAsync(context, NativeErrors.NoSuchJob),
        };
        await sent;
    }

    public async Task DeleteAsync(HttpContext context, Caller caller)
    {
        var outcome = await OrderAsync(context, caller, OrderKind.Delete);
        if (outcome.Answer == OrderAnswer.NotFound)
        {
            await NativeErrors.WriteAsync(context, NativeErrors.NoSuchJob);
        }
        else if (outcome is { Answer: OrderAnswer.Refused, State: { } state })
        {
            await NativeErrors.WriteAsync(context, NativeErrors.WrongState(NativeWords.Of(state)));
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private ValueTask<OrderOutcome> OrderAsync(HttpContext context, Caller caller, OrderKind order) =>
        NativeJobName.TryRead(context, out var name)
            ? jobs.OrderAsync(name, Requester.Of(context, caller, Dialect.Native), order, context.RequestAborted)
            : new ValueTask<OrderOutcome>(new OrderOutcome(OrderAnswer.NotFound, null));

    private Task SendAsync(HttpContext context, string answer, string state) =>
        NativeAnswers.SendAsync(
            context,
            StatusCodes.Status200OK,
            new JobOrderView(answer, state),
            ContractsJson.Default.JobOrderView,
            clock
        );
}
