using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>One entry of a round.</summary>
internal abstract record Act
{
    private Act() { }

    /// <param name="Sample">Which of the samples is the result.</param>
    public sealed record Settle(Pick Job, TokenPick Token, SettlementKind Kind, int Sample, double Jitter) : Act;

    /// <param name="Sample">Which of the samples is the progress; null for none.</param>
    public sealed record Renew(Pick Job, TokenPick Token, TimeSpan LeaseTime, bool Reported, int? Sample) : Act;

    public sealed record Command(Pick Job, OrderKind Kind) : Act;

    /// <param name="Jobs">What is submitted; the lane of each is set when it is played.</param>
    /// <param name="Name">Which of a few idempotency keys; null for none.</param>
    /// <param name="Fingerprint">Which of a few contents the key stands for.</param>
    public sealed record Submit(IReadOnlyList<JobSpec> Jobs, int? Name, int Fingerprint) : Act
    {
        public override string ToString() => $"Submit key {Name}.{Fingerprint} [{string.Join(", ", Jobs)}]";
    }

    public sealed record Sweep(int Limit) : Act;

    /// <param name="Lanes">The lanes whose routes are asked for, as bits.</param>
    public sealed record Claim(int Lanes, int Slots, bool OutlivesNode, TimeSpan LeaseTime) : Act;
}
