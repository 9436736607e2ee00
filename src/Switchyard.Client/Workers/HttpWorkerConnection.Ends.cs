using Switchyard.Contracts.Workers;

namespace Switchyard.Client.Workers;

/// <summary>What ends the connection, and what does not.</summary>
public sealed partial class HttpWorkerConnection
{
    /// <summary>Runs a loop; what ends it other than the connection's end ends the connection.</summary>
    private async Task GuardAsync(Func<Task> loop)
    {
        try
        {
            await loop();
        }
        catch (OperationCanceledException)
        {
            // It drains or is over.
        }
        catch (Exception problem)
        {
            var isRefused = problem is SwitchyardException { Problem.Status: 401 or 403 };
            End(isRefused ? WorkerCloseCodes.Unauthorized : null, problem);
        }
    }

    /// <summary>A request refused is the server's word to its caller; a refusal of the key or the hello is the end.</summary>
    private void Refuse(SwitchyardException refused, int? code)
    {
        if (refused.Problem.Status is 401 or 403)
        {
            throw End(WorkerCloseCodes.Unauthorized, refused);
        }

        if (code is not null)
        {
            throw End(refused.IsTransient ? null : code, refused);
        }

        Say(new ErrorFrame(refused.Problem.Code ?? WorkerErrorCodes.Invalid, refused.Message));
    }

    private WorkerDisconnectedException End(int? code, Exception cause)
    {
        var end = new WorkerDisconnectedException(code, cause.Message, cause);
        _inbox.Writer.TryComplete(end);
        return end;
    }
}
