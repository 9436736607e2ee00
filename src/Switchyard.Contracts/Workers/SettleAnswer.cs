namespace Switchyard.Contracts.Workers;

/// <summary>What became of a result. Every answer is final: never send that result again.</summary>
public enum SettleAnswer
{
    /// <summary><c>settled</c>: recorded, durably.</summary>
    Settled,

    /// <summary><c>repeated</c>: the same was recorded before.</summary>
    Repeated,

    /// <summary><c>conflict</c>: this lease was settled before, differently.</summary>
    Conflict,

    /// <summary><c>stale</c>: the lease was no longer held.</summary>
    Stale,

    /// <summary><c>gone</c>: there is no such job.</summary>
    Gone,
}
