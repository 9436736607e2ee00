using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite.Tests.Writing;

/// <summary>What is there after a process ended without closing: the files as they lay at that moment.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TempFolder _crashed = new();

    public void Dispose()
    {
        _folder.Dispose();
        _crashed.Dispose();
    }

    [Fact]
    public async Task Open_AfterACrash_HasEveryRoundThatReturned()
    {
        await using var store = await OpenStore.OpenAsync(_folder.Path);
        for (var round = 0; round < 30; round++)
        {
            await store.SubmitAsync(jobs: 100, payload: 10_000);
        }

        var lease = (await store.ClaimAsync())[0];
        Crash();

        await using var again = await OpenStore.OpenAsync(_crashed.Path);
        (await again.CountAsync(JobState.Pending)).ShouldBe(3_000);
        (await again.SubmitAsync()).ShouldBe(3_001);
        (await again.ClaimAsync())[0].Token.ShouldBeGreaterThan(lease.Token);
        again.Node.ShouldBe(2);
    }

    [Fact]
    public async Task Open_WithALogTornAtItsEnd_HasTheRoundsBefore()
    {
        await using var store = await OpenStore.OpenAsync(_folder.Path, new ManualTime());
        var first = await store.SubmitAsync();
        Crash();
        var whole = new byte[new FileInfo(_crashed["switchyard.db-wal"]).Length];
        await using (var log = File.OpenRead(_crashed["switchyard.db-wal"]))
        {
            await log.ReadExactlyAsync(whole);
        }

        var second = await store.SubmitAsync();
        Crash();
        await TearAsync(whole);

        await using var again = await OpenStore.OpenAsync(_crashed.Path);
        (await again.StateAsync(first)).ShouldBe(JobState.Pending);
        (await again.StateAsync(second)).ShouldBeNull();
        (await again.SubmitAsync()).ShouldBe(second);
    }

    [Fact]
    public async Task Rounds_AfterAFailedSync_AreRefusedAndNothingIsCopied()
    {
        var store = await OpenStore.OpenAsync(_folder.Path);
        await store.SubmitAsync(jobs: 10, payload: 100_000);
        await Should.ThrowAsync<StorageFatalException>(async () =>
            await store.Storage.OnWriterAsync<int>(_ => throw new StorageFatalException("planted"))
        );

        await Should.ThrowAsync<StorageFatalException>(() => store.SubmitAsync());
        await Should.ThrowAsync<StorageFatalException>(async () =>
            await store.Storage.Nodes.ProbeAsync(CancellationToken.None)
        );
        await store.DisposeAsync();

        new FileInfo(_folder["switchyard.db"]).Length.ShouldBeLessThan(1_000_000);
    }

    // The last round's first changed byte, and all after it, are as they were before it.
    private async Task TearAsync(byte[] before)
    {
        var path = _crashed["switchyard.db-wal"];
        var after = await File.ReadAllBytesAsync(path);
        var same = after.AsSpan().CommonPrefixLength(before);
        after.AsSpan(same + 1).Clear();
        await File.WriteAllBytesAsync(path, after);
    }

    private void Crash()
    {
        foreach (var name in new[] { "switchyard.db", "switchyard.db-wal" })
        {
            using var from = new FileStream(_folder[name], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = File.Create(_crashed[name]);
            from.CopyTo(to);
        }
    }
}
