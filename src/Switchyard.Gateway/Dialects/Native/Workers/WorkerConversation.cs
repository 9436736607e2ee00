using Microsoft.Extensions.Logging;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Workers;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>One worker's side of the protocol, from the hello on. Fed by one read loop, a message at a time.</summary>
/// <param name="workers">Where the worker is put in service.</param>
/// <param name="link">The way back to it.</param>
/// <param name="caller">Whose key it has.</param>
/// <param name="address">Its address, for people.</param>
/// <param name="welcome">What a good hello is answered by.</param>
/// <param name="logger">Where bugs go.</param>
internal sealed class WorkerConversation(
    IWorkers workers,
    WorkerLink link,
    Caller caller,
    string address,
    WelcomeFrame welcome,
    ILogger logger
)
{
    private WorkerHello? _hello;
    private IWorkerSession? _session;
    private WorkerSettlements? _settlements;
    private int _errorsInRow;

    /// <summary>Whether the worker is in service.</summary>
    public bool IsWelcome => _session is not null;

    /// <summary>Takes one message; its bytes may be used again when this returns.</summary>
    public ValueTask ReceiveAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) =>
        ReceiveAsync(WorkerFrameReader.Read(message), cancellation);

    /// <summary>Takes one frame, or what was wrong with it; its bytes may be used again when this returns.</summary>
    public async ValueTask ReceiveAsync(FrameResult<WorkerFrame> read, CancellationToken cancellation)
    {
        if (_session is not { } session)
        {
            Begin(read);
            return;
        }

        session.Seen(default);
        var problem = read.Frame is { } frame ? await HandleAsync(frame, session, cancellation) : read.Error;
        Note(problem);
    }

    /// <summary>Lets what is under way end, then takes the worker out of service.</summary>
    /// <param name="patience">How long that may take.</param>
    /// <param name="clock">By what clock.</param>
    public async Task EndAsync(TimeSpan patience, TimeProvider clock)
    {
        if (_session is not { } session)
        {
            return;
        }

        try
        {
            await _settlements!.FinishAsync().WaitAsync(patience, clock);
        }
        catch (TimeoutException)
        {
            // The store is away. The results stay in the queue; whether they come before the leases' loss decides them.
        }
        finally
        {
            await session.DisposeAsync();
        }
    }

    private void Begin(FrameResult<WorkerFrame> read)
    {
        switch (read.Frame)
        {
            case HelloFrame { Version: not WorkerProtocol.Version }:
                var spoken = $"This server speaks version {WorkerProtocol.Version} of the worker protocol.";
                link.Refuse(new ErrorFrame(WorkerErrorCodes.UnsupportedVersion, spoken));
                link.Close(WorkerCloseCodes.UnsupportedVersion, spoken);
                break;
            case HelloFrame hello when WorkerRules.Check(hello) is { } problem:
                link.Refuse(new ErrorFrame(WorkerErrorCodes.Invalid, problem));
                link.Close(WorkerCloseCodes.BadHello, "The hello is not valid.");
                break;
            case HelloFrame hello:
                _hello = WorkerTranslator.ToEngine(hello, caller, address);
                // First the welcome: jobs may come before Connect returns.
                link.Welcome(welcome);
                _session = workers.Connect(_hello, link);
                _settlements = new WorkerSettlements(_session, link, logger);
                break;
            default:
                link.Refuse(read.Error ?? new ErrorFrame(WorkerErrorCodes.OutOfOrder, "A hello comes first."));
                link.Close(WorkerCloseCodes.BadHello, "The first frame is no valid hello.");
                break;
        }
    }

    private async ValueTask<ErrorFrame?> HandleAsync(
        WorkerFrame frame,
        IWorkerSession session,
        CancellationToken cancellation
    )
    {
        if (WorkerRules.Check(frame) is { } problem)
        {
            return new ErrorFrame(WorkerErrorCodes.Invalid, problem);
        }

        switch (frame)
        {
            case SettleFrame settle:
                await _settlements!.TakeAsync(settle, cancellation);
                return null;
            case ProgressFrame progress:
                foreach (var item in progress.Jobs)
                {
                    session.Progress(item.Job, item.Token, item.Progress.ToArray());
                }

                return null;
            case LogFrame log:
                foreach (var item in log.Jobs)
                {
                    session.Log(item.Job, item.Token, item.Text);
                }

                // Until then nothing is read: the worker, and what it logs of, slow down to what the store takes.
                await session.WhenLogHasRoomAsync(cancellation);
                return null;
            case UpdateFrame update:
                session.Update(_hello = WorkerTranslator.Change(_hello!, update));
                return null;
            case RenewFrame renew:
                session.Seen(WorkerTranslator.ToEngine(renew.Pending, renew.System));
                return null;
            case WorkerDrainFrame:
                session.Drain();
                _settlements!.ConfirmDrain();
                return null;
            default:
                return new ErrorFrame(WorkerErrorCodes.OutOfOrder, "The hello was said before.");
        }
    }

    private void Note(ErrorFrame? problem)
    {
        if (problem is null)
        {
            _errorsInRow = 0;
            return;
        }

        link.Refuse(problem);
        if (++_errorsInRow > WorkerProtocol.MaxErrorsInRow)
        {
            link.Close(WorkerCloseCodes.TooManyErrors, "Too many bad frames in a row.");
        }
    }
}
