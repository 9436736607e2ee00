namespace Switchyard.Engine.Diagnostics;

/// <summary>What was refused because its lease is no longer the writer's.</summary>
internal enum StaleWrite
{
    /// <summary>The end of an attempt.</summary>
    Settle,

    /// <summary>An extension of a lease.</summary>
    Renew,

    /// <summary>Progress or log lines.</summary>
    Report,
}
