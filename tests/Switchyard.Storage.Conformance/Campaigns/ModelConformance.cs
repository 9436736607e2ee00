using System.Globalization;

namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>
/// The store against the model, over random rounds. That the model would find a bug is tested by <see cref="MutantCampaigns"/>.
/// </summary>
public abstract class ModelConformance(IStorageDriver driver, ITestOutputHelper output)
{
    /// <summary>Repeats one campaign: the seed that a failure printed.</summary>
    private const string SeedVariable = "SWITCHYARD_TEST_SEED";

    private const int SoakCampaigns = 1_000;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Store_OverRandomRounds_AgreesWithTheModel(int seed) => Campaign.PlayAsync(driver, seed);

    [Fact]
    [Trait("Category", "Soak")]
    public async Task Store_OverVeryManyRandomRounds_AgreesWithTheModel()
    {
        if (Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } only)
        {
            await Campaign.PlayAsync(driver, int.Parse(only, CultureInfo.InvariantCulture));
            return;
        }

        var first = (int)(TimeProvider.System.GetTimestamp() & 0x3FFFFFFF);
        output.WriteLine($"{SoakCampaigns} campaigns of {Campaign.Length} steps, seeds from {first}");
        for (var n = 0; n < SoakCampaigns; n++)
        {
            await Campaign.PlayAsync(driver, first + n);
        }
    }
}
