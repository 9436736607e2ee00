using System.Globalization;
using Switchyard.Storage.Conformance.Mutants;

namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>
/// The store against the model, over random rounds; and the model against stores with planted bugs, each of which it
/// must find.
/// </summary>
public abstract class ModelConformance(IStorageDriver driver, ITestOutputHelper output)
{
    /// <summary>Repeats one campaign: the seed that a failure printed.</summary>
    private const string SeedVariable = "SWITCHYARD_TEST_SEED";

    private const int SoakCampaigns = 1_000;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    public static TheoryData<string> MutantNames => [.. Mutant.All.Select(mutant => mutant.Name)];

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

    [Theory]
    [MemberData(nameof(MutantNames))]
    public async Task Model_OfAStoreWithAPlantedBug_FindsIt(string name)
    {
        var mutant = Mutant.All.Single(one => one.Name == name);

        (await FindAsync(mutant)).ShouldNotBeNull($"No campaign found the planted bug: {name}.");
    }

    [Fact]
    public async Task Campaign_ThatFails_IsShrunkToAFewStepsAndSaysItsSeed()
    {
        var mutant = Mutant.All.Single(one => one.Name == "a pause drops its checkpoint");
        var seed = (await FindAsync(mutant)).ShouldNotBeNull();

        var failure = await Should.ThrowAsync<CampaignFailedException>(() =>
            Campaign.PlayAsync(driver, seed, mutant.Plant)
        );

        output.WriteLine(failure.Message);
        failure.Message.ShouldContain($"seed {seed}");
        // Submit and claim, pause, resume and claim, and perhaps what frees the job in between.
        failure.Steps.ShouldBeLessThanOrEqualTo(8);
    }

    // A driver decides which rounds a full disk fails, so not every driver fails on the same seed.
    private async Task<int?> FindAsync(Mutant mutant)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            if (!await Campaign.AgreesAsync(driver, seed, mutant.Plant))
            {
                return seed;
            }
        }

        return null;
    }
}
