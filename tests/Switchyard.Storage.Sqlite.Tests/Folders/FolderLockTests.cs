using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite.Tests.Folders;

public sealed class FolderLockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_FolderInUse_RefusesAndNamesIt()
    {
        await using var first = await OpenStore.OpenAsync(_folder.Path);

        var refusal = await Should.ThrowAsync<StorageFatalException>(() => OpenStore.OpenAsync(_folder.Path));

        refusal.Message.ShouldContain(_folder.Path);
        await first.SubmitAsync();
    }

    [Fact]
    public async Task Open_FolderGivenBack_Succeeds()
    {
        await using (await OpenStore.OpenAsync(_folder.Path)) { }

        await using var second = await OpenStore.OpenAsync(_folder.Path);

        second.Node.ShouldBe(2);
    }

    [Fact]
    public async Task Open_AfterAFailedOpen_Succeeds()
    {
        await File.WriteAllTextAsync(_folder["switchyard.db"], new string('x', 10_000));
        await Should.ThrowAsync<StorageFatalException>(() => OpenStore.OpenAsync(_folder.Path));
        File.Delete(_folder["switchyard.db"]);

        await using var store = await OpenStore.OpenAsync(_folder.Path);

        store.Node.ShouldBe(1);
    }

    [Fact]
    public async Task Open_FolderThatCannotBe_IsUnavailable()
    {
        await File.WriteAllTextAsync(_folder["file"], "");

        var fault = await Should.ThrowAsync<StorageUnavailableException>(() => OpenStore.OpenAsync(_folder["file"]));

        fault.Message.ShouldContain(_folder["file"]);
    }
}
