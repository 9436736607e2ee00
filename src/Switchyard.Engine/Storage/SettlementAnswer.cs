namespace Switchyard.Engine.Storage;

/// <summary>The five answers to a settlement.</summary>
public enum SettlementAnswer : byte
{
    /// <summary>Recorded.</summary>
    Settled,

    /// <summary>The same settlement (token, kind and result bytes, inline or in whichever blob) ended the job before;
    /// nothing changed.</summary>
    Repeated,

    /// <summary>A settlement under this token ended the job before, differently; nothing changed.</summary>
    Conflict,

    /// <summary>The lease is no longer held: lapsed, revoked, settled without ending the job, or another has the job;
    /// nothing changed.</summary>
    Stale,

    /// <summary>There is no such job.</summary>
    Gone,
}
