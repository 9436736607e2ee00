using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Workers.Http;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Workers.Polling;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Bodies;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>Workers that ask for jobs come and go.</summary>
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
        if (HttpWorkerErrors.Of(access) is { } refused)
        {
            await NativeErrors.WriteAsync(context, refused);
            return;
        }

        var status = access == PollingAccess.Registered ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        var view = new WorkerRegistered(worker.Worker, (own ?? leaseTime).TotalSeconds, model.Version);
        await NativeAnswers.SendAsync(context, status, view, ContractsJson.Default.WorkerRegistered, clock);
    }

    public async Task DrainAsync(HttpContext context, Caller caller) =>
        await AnswerNothingAsync(
            context,
            await workers.DrainAsync(
                WorkerTranslator.NameOf(context, caller).Id,
                Requester.Of(context, caller, Dialect.Native),
                context.RequestAborted
            )
        );

    public async Task DeregisterAsync(HttpContext context, Caller caller) =>
        await AnswerNothingAsync(
            context,
            await workers.DeregisterAsync(
                WorkerTranslator.NameOf(context, caller).Id,
                Requester.Of(context, caller, Dialect.Native),
                context.RequestAborted
            )
        );

    private static Task AnswerNothingAsync(HttpContext context, PollingAccess access)
    {
        if (HttpWorkerErrors.Of(access) is { } refused)
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
}
