namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>A campaign found a bug. Says which seed finds it again, and the shortest way there.</summary>
internal sealed class CampaignFailedException(int seed, IReadOnlyList<Step> steps, Exception? failure)
    : Exception(
        $"""
        seed {seed}, shrunk to {steps.Count} steps: {failure?.Message ?? "it fails now and then"}
        Again: SWITCHYARD_TEST_SEED={seed} and the soak test of the model.

        {string.Join('\n', steps)}
        """,
        failure
    )
{
    /// <summary>How short the way is.</summary>
    public int Steps => steps.Count;
}
