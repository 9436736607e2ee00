using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>Random steps on a store and on the model, from a seed; a failure is shrunk and told as steps to read.</summary>
internal static class Campaign
{
    /// <summary>Steps of one campaign: more of them find less than another campaign on a fresh store.</summary>
    public const int Length = 400;

    private const int ShrinkAttempts = 600;

    /// <summary>Plays the campaign of a seed; its shrunk failure is thrown.</summary>
    /// <exception cref="CampaignFailedException">The store and the model disagree.</exception>
    public static async Task PlayAsync(IStorageDriver driver, int seed, Func<IStorage, IStorage>? mutate = null)
    {
        mutate ??= storage => storage;
        var steps = new StepGenerator(seed).Draw(Length);
        if (await Player.PlayAsync(driver, mutate, steps) is not { } failure)
        {
            return;
        }

        steps = await Shrinker.ShrinkAsync(
            [.. steps.Take(failure.Step + 1)],
            async shorter => await Player.PlayAsync(driver, mutate, shorter) is not null,
            ShrinkAttempts
        );
        var last = await Player.PlayAsync(driver, mutate, steps);
        throw new CampaignFailedException(seed, steps, last?.Thrown);
    }

    /// <summary>Whether the store and the model agree over the campaign of a seed.</summary>
    public static async Task<bool> AgreesAsync(IStorageDriver driver, int seed, Func<IStorage, IStorage> mutate) =>
        await Player.PlayAsync(driver, mutate, new StepGenerator(seed).Draw(Length)) is null;
}
