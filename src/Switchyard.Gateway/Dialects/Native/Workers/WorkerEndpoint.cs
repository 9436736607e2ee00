using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Switchyard.Contracts.Workers;
using Switchyard.Engine;
using Switchyard.Engine.Accounts;
using Switchyard.Gateway.Sockets;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>Where native workers connect: a WebSocket at <see cref="WorkerProtocol.Path"/>.</summary>
internal sealed class WorkerEndpoint(
    TaskEngine engine,
    GatewayModel model,
    TimeProvider clock,
    ILogger<WorkerEndpoint> logger
)
{
    private static readonly SocketLimits Limits = new() { MaxMessageBytes = WorkerProtocol.MaxMessageBytes };

    /// <summary>Serves one worker until its connection ends.</summary>
    public async Task ConnectAsync(HttpContext context, Caller caller)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var encoder = new WorkerFrameEncoder();
        using var socket = await SocketAcceptance.AcceptAsync(context, model.CompressWorkers);
        using var connection = new SocketConnection<ServerFrame>(socket, encoder, Limits, clock);
        var link = new WorkerLink(new SocketWorkerOutbox(connection.Outbox));
        var welcome = new WelcomeFrame(
            WorkerProtocol.Version,
            context.Connection.Id,
            engine.LeaseTime.TotalSeconds,
            model.Version
        );
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        var conversation = new WorkerConversation(engine.Workers, link, caller, address, welcome, logger);
        using var impatience = clock.CreateTimer(
            _ => CloseUnlessWelcome(conversation, link),
            null,
            WorkerProtocol.HelloTimeout,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            await connection.RunAsync(conversation.ReceiveAsync);
        }
        finally
        {
            await conversation.EndAsync(Limits.CloseTimeout, clock);
        }
    }

    private static void CloseUnlessWelcome(WorkerConversation conversation, WorkerLink link)
    {
        if (!conversation.IsWelcome)
        {
            link.Close(WorkerCloseCodes.TimedOut, "No hello came.");
        }
    }
}
