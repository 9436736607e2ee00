using Switchyard.Storage.Conformance.Mutants;

namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>
/// The model against stores with planted bugs, each of which it must find. This is about the model: a driver that enters it
/// is enough, the fastest.
/// </summary>
public abstract class MutantCampaigns(IStorageDriver driver, ITestOutputHelper output)
{
    public static TheoryData<string> MutantNames => [.. Mutant.All.Select(mutant => mutant.Name)];

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
