namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>A campaign found a bug. Says which seed finds it again, and the shortest way there.</summary>
internal sealed class CampaignFailedException(int seed, IReadOnlyList<Step> steps, Exception? failure)
    : Exception(
        $"""
        seed {seed}, shrunk to {steps.Count} steps: {failure?.Message ?? "it fails now and then"}

        {string.Join('\n', steps)}
        """,
        failure
    )
{
    /// <summary>How short the way is.</summary>
    public int Steps => steps.Count;
}
