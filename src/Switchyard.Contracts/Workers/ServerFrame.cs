namespace Switchyard.Contracts.Workers;

/// <summary>
/// What the server says: <see cref="WelcomeFrame"/>, <see cref="AssignFrame"/>, <see cref="SettledFrame"/>,
/// <see cref="RevokeFrame"/>, <see cref="PauseFrame"/>, <see cref="ServerDrainFrame"/> or <see cref="ErrorFrame"/>.
/// </summary>
public abstract record ServerFrame
{
    private protected ServerFrame() { }
}
