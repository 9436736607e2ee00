using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Traces;

public sealed class SyncOrderTests
{
    [Fact]
    public async Task CreateTask_ManyAtOnce_IsAnsweredAfterItsSync() =>
        (await SyncOrder.EarlyAnswersAsync(ServerSetup.Synced)).ShouldBeEmpty();

    /// <summary>The test of the test.</summary>
    [Fact]
    public async Task CreateTask_SyncsTurnedOff_IsCaughtAnsweringEarly() =>
        (await SyncOrder.EarlyAnswersAsync(ServerSetup.Unsynced)).ShouldNotBeEmpty();
}
