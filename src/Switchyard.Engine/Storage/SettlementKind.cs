namespace Switchyard.Engine.Storage;

/// <summary>What became of an attempt.</summary>
public enum SettlementKind : byte
{
    /// <summary>It has a result.</summary>
    Succeeded,

    /// <summary>It failed and may be tried again.</summary>
    Failed,

    /// <summary>It failed and may not.</summary>
    FailedForGood,

    /// <summary>It was given back.</summary>
    Released,

    /// <summary>It stopped on request.</summary>
    Paused,

    /// <summary>Its worker vanished.</summary>
    Lost,
}
