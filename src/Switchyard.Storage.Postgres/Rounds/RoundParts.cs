namespace Switchyard.Storage.Postgres.Rounds;

/// <summary>Where the answers of a round's parts are kept: <c>answer.part</c>.</summary>
internal static class RoundParts
{
    public const int Settlements = 1;
    public const int Renewals = 2;
    public const int Orders = 3;
    public const int Sweep = 4;
    public const int Runs = 5;

    /// <summary>The first claim's; the others follow.</summary>
    public const int FirstClaim = 10;
}
