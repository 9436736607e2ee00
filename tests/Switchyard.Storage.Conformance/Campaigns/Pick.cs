namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>
/// Which job a step is about, said so that it means something whatever steps came before: a failing sequence is
/// shortened by leaving steps out.
/// </summary>
/// <param name="From">Among which jobs.</param>
/// <param name="Back">So many before the newest of them, round and round.</param>
internal readonly record struct Pick(PickFrom From, int Back)
{
    public override string ToString() => $"{From}-{Back}";
}
