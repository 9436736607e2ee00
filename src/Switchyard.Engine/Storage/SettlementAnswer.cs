namespace Switchyard.Engine.Storage;

/// <summary>The five answers to a settlement.</summary>
public enum SettlementAnswer : byte
{
    /// <summary>Recorded.</summary>
    Settled,

    /// <summary>The same settlement (token, kind and result bytes) was recorded before; nothing changed.</summary>
    Repeated,

    /// <summary>This lease was settled before, differently; nothing changed.</summary>
    Conflict,

    /// <summary>The lease is no longer held: lapsed, revoked, or another has the job; nothing changed.</summary>
    Stale,

    /// <summary>There is no such job.</summary>
    Gone,
}
