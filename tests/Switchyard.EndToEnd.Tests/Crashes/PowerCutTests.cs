using Switchyard.EndToEnd.Tests.Disks;
using Switchyard.EndToEnd.Tests.Load;
using Switchyard.EndToEnd.Tests.Servers;
using Switchyard.EndToEnd.Tests.Traces;

namespace Switchyard.EndToEnd.Tests.Crashes;

/// <summary>
/// kill -9 leaves the page cache and proves nothing about syncs; here the disk forgets what was not synced. Where no disk
/// of our own can be mounted, the order of system calls is the proof.
/// </summary>
public sealed class PowerCutTests
{
    private const int DiskMebibytes = 512;

    [Fact]
    public Task PowerCut_UnderLoad_LosesNothingAcknowledged() => CutAsync(cuts: 2);

    [Fact, Trait("Category", "Soak")]
    public Task PowerCut_FiftyTimesUnderLoad_LosesNothingAcknowledged() => CutAsync(cuts: 50);

    /// <summary>The test of the test: a server that does not sync must be caught.</summary>
    [Fact]
    public async Task PowerCut_SyncsTurnedOff_IsCaught()
    {
        if (await LoopDisk.WhyNotAsync() is { } why)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(why);
            (await SyncOrder.EarlyAnswersAsync(ServerSetup.Unsynced)).ShouldNotBeEmpty();
            return;
        }

        const int Tries = 3;
        var seed = Seed.Take();
        IReadOnlyList<string> problems = [];
        for (var attempt = 0; attempt < Tries && problems.Count == 0; attempt++)
        {
            problems = await CutOnceAsync(ServerSetup.Unsynced, seed + attempt);
        }

        problems.ShouldContain(problem => problem.Contains("was acknowledged and is now", StringComparison.Ordinal));
    }

    private static async Task CutAsync(int cuts)
    {
        if (await LoopDisk.WhyNotAsync() is { } why)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(why);
            (await SyncOrder.EarlyAnswersAsync(ServerSetup.Synced)).ShouldBeEmpty();
            return;
        }

        var seed = Seed.Take();
        for (var cut = 0; cut < cuts; cut++)
        {
            (await CutOnceAsync(ServerSetup.Synced, seed + cut)).ShouldBeEmpty();
        }
    }

    private static async Task<IReadOnlyList<string>> CutOnceAsync(
        IReadOnlyDictionary<string, string?> options,
        int seed
    )
    {
        var random = new Random(seed);
        await using var disk = await LoopDisk.CreateAsync(DiskMebibytes);
        var setup = new ServerSetup(Path.Combine(disk.Path, "data")) { Environment = options };
        if (options == ServerSetup.Unsynced)
        {
            await MakeSchemaDurableAsync(setup);
        }

        Journal journal;
        await using (var server = await Server.StartAsync(setup))
        {
            await using var campaign = new Campaign(setup, seed);
            journal = campaign.Journal;
            await campaign.AcknowledgesAsync(random.Next(200, 2_000), server);
            disk.CutPower();
            await server.KillAsync();
        }

        await disk.RemountAsync();
        await using var again = await Server.StartAsync(setup);
        await using var rest = new Campaign(setup, seed, journal);
        return await rest.SettleAsync();
    }

    /// <summary>Without syncs even an old data folder would be lost whole; it is the acknowledged tasks that must be missed.</summary>
    private static async Task MakeSchemaDurableAsync(ServerSetup setup)
    {
        await using (var server = await Server.StartAsync(setup))
        {
            server.Terminate();
            (await server.ExitAsync(TimeSpan.FromSeconds(15))).ShouldBe(0, server.Said);
        }

        (await new Command("sync", "-f", setup.Data).RunAsync()).ExitCode.ShouldBe(0);
    }
}
