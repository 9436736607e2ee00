namespace Switchyard.Engine.Diagnostics;

/// <summary>What rounds are made of.</summary>
internal enum RoundOperationKind
{
    /// <summary>Ends of attempts.</summary>
    Settle,

    /// <summary>Extensions of leases.</summary>
    Renew,

    /// <summary>Orders of clients.</summary>
    Order,

    /// <summary>Jobs submitted.</summary>
    Submit,

    /// <summary>Jobs leased.</summary>
    Claim,
}
