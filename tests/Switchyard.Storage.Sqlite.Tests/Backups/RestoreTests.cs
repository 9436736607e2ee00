using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Backups;

namespace Switchyard.Storage.Sqlite.Tests.Backups;

/// <summary>A store made out of a backup: what is in it, and what it never gives out again.</summary>
public sealed class RestoreTests
{
    private static readonly AuditEntry Act = new(0, "node", null, null, AuditActions.KeyCreate, "");

    [Fact]
    public async Task Restore_OfABackup_HasItsContentAndNewNumbers()
    {
        using var folder = new TempFolder();
        LeasedJob lost;
        long lastJob;
        long lastKey;
        await using (var store = await OpenStore.OpenAsync(folder["live"]))
        {
            await store.SubmitAsync(3, payload: 300_000);
            var leased = await store.ClaimAsync();
            await store.CommitAsync(round =>
                round.Settlements.Add(
                    Settlement.Succeeded(leased[0].Id, leased[0].Token, new Content(new byte[] { 7 }))
                )
            );
            await store.ClaimAsync();
            await AddKeyAsync(store);
            await store.Storage.Maintenance.BackUpAsync(folder["backup"], CancellationToken.None);

            // Given out after the backup, and lost with the store.
            lastJob = await store.SubmitAsync(5) + 4;
            lost = (await store.ClaimAsync())[0];
            lastKey = await AddKeyAsync(store);
        }

        var result = Restore(folder["backup"], folder["new"]);

        result.Jobs.ShouldBe(3);
        result.NextJob.ShouldBeGreaterThan(lastJob);
        await using var restored = await OpenStore.OpenAsync(folder["new"]);
        var page = await restored.Storage.Jobs.ListAsync(new JobQuery { Limit = 10 }, CancellationToken.None);
        page.Jobs.Select(job => (job.Id, job.State))
            .ShouldBe([(3, JobState.Pending), (2, JobState.Pending), (1, JobState.Succeeded)]);
        var first = await restored.Storage.Jobs.GetAsync(1, CancellationToken.None);
        first!.Result.Inline.ToArray().ShouldBe([7]);
        var content = await restored.Storage.Jobs.GetContentAsync(3, CancellationToken.None);
        content!.Payload.Inline.Length.ShouldBe(300_000);

        (await restored.SubmitAsync(1)).ShouldBe(result.NextJob);
        (await restored.ClaimAsync())[0].Token.ShouldBeGreaterThan(lost.Token);
        (await AddKeyAsync(restored)).ShouldBeGreaterThan(lastKey);
        var acts = await restored.Storage.Audit.ListAsync(new AuditQuery { Limit = 10 }, CancellationToken.None);
        acts.Records.Select(record => record.Entry.Action)
            .ShouldBe([AuditActions.KeyCreate, AuditActions.StoreRestore, AuditActions.KeyCreate]);
    }

    [Fact]
    public async Task Restore_OfABackupWithoutKeys_GivesNoNumberOutAgain()
    {
        using var folder = new TempFolder();
        long lastKey;
        await using (var store = await OpenStore.OpenAsync(folder["live"]))
        {
            await store.Storage.Maintenance.BackUpAsync(folder["backup"], CancellationToken.None);
            lastKey = await AddKeyAsync(store);
        }

        Restore(folder["backup"], folder["new"]);

        await using var restored = await OpenStore.OpenAsync(folder["new"]);
        (await AddKeyAsync(restored)).ShouldBeGreaterThan(lastKey);
    }

    [Fact]
    public async Task Restore_OverAStore_IsRefused()
    {
        using var folder = new TempFolder();
        await using (var store = await OpenStore.OpenAsync(folder["live"]))
        {
            await store.SubmitAsync(2);
            await store.Storage.Maintenance.BackUpAsync(folder["backup"], CancellationToken.None);
            Should
                .Throw<StorageFatalException>(() => Restore(folder["backup"], folder["live"]))
                .Message.ShouldContain("in use");
        }

        Should
            .Throw<StorageFatalException>(() => Restore(folder["backup"], folder["live"]))
            .Message.ShouldContain("holds a store already");
    }

    [Theory]
    [InlineData("")]
    [InlineData(
        "this is no database, whatever its name says; and it is long enough to hold a header of one hundred bytes"
    )]
    public async Task Restore_OfWhatIsNoBackup_LeavesNothing(string content)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["backup"], content);

        Should
            .Throw<StorageFatalException>(() => Restore(folder["backup"], folder["new"]))
            .Message.ShouldContain("no backup");

        Directory.GetFiles(folder["new"]).Select(Path.GetFileName).ShouldBe(["lock"]);
    }

    [Fact]
    public async Task Restore_OfADamagedBackup_IsRefused()
    {
        using var folder = new TempFolder();
        await using (var store = await OpenStore.OpenAsync(folder["live"]))
        {
            await store.SubmitAsync(500, payload: 1_000);
            await store.Storage.Maintenance.BackUpAsync(folder["backup"], CancellationToken.None);
        }

        var bytes = await File.ReadAllBytesAsync(folder["backup"]);
        Array.Fill(bytes, (byte)0xA5, bytes.Length / 2, 20_000);
        await File.WriteAllBytesAsync(folder["backup"], bytes);

        Should
            .Throw<StorageFatalException>(() => Restore(folder["backup"], folder["new"]))
            .Message.ShouldContain("damaged");
    }

    [Fact]
    public void Restore_OfAFileThatIsNotThere_SaysSo()
    {
        using var folder = new TempFolder();

        Should.Throw<StorageUnavailableException>(() => Restore(folder["nowhere"], folder["new"]));
    }

    private static RestoreResult Restore(string backup, string folder) =>
        SqliteRestore.Run(backup, folder, TimeProvider.System.GetUtcNow(), NullLogger.Instance);

    private static async Task<long> AddKeyAsync(OpenStore store) =>
        await store.Storage.Keys.AddAsync(
            new NewApiKey("key", ApiScopes.Submit, IdFormat.Uuid, new byte[32], null, null),
            Act,
            CancellationToken.None
        );
}
