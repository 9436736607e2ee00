namespace Switchyard.Contracts.Workers;

/// <summary>
/// What a worker says: <see cref="HelloFrame"/>, <see cref="SettleFrame"/>, <see cref="ProgressFrame"/>,
/// <see cref="LogFrame"/>, <see cref="UpdateFrame"/>, <see cref="RenewFrame"/> or <see cref="WorkerDrainFrame"/>.
/// </summary>
public abstract record WorkerFrame
{
    private protected WorkerFrame() { }
}
