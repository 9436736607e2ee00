namespace Switchyard.Storage.Postgres.Tests;

/// <summary>What a sweep reads: not every lease that there was since somebody's old snapshot.</summary>
public sealed class SweepCostTests
{
    private const int Sweeps = 50;

    [Fact]
    public async Task Sweep_OfLeases_SeeksThemByTheirEnds()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var store = await OpenStore.OpenAsync(database))
        {
            await store.SubmitAsync();
            await store.ClaimAsync();
            for (var sweep = 0; sweep < Sweeps; sweep++)
            {
                await store.CommitAsync(round => round.SweepLimit = 100);
            }
        }

        // A session's figures are there some time after it has ended.
        await Eventually.HoldsAsync(
            "the sweeps are counted",
            async () =>
                await database.ScalarAsync(
                    "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'lease_over'"
                ) >= Sweeps
        );
        var scans = await database.ScalarAsync("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'lease'");
        scans.ShouldBeLessThan(Sweeps / 2, "a start looks at all leases, a sweep does not");
    }
}
