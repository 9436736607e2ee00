using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Tests.Harness;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Tests.Accounts;

public sealed class KeyTests
{
    private const string Given = "an operator's own long key";

    [Fact]
    public async Task FirstStart_NothingIsGiven_MakesAnAdminKeyOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var made = (await EnsureAsync(test)).ShouldNotBeNull();

        (await EnsureAsync(test)).ShouldBeNull();
        await test.RestartAsync();
        (await EnsureAsync(test)).ShouldBeNull();

        var admin = test.Engine.Keys.Authenticate(made).ShouldNotBeNull();
        admin.Sees.ShouldBeNull();
        admin.May(ApiScopes.Work).ShouldBeTrue();
    }

    [Fact]
    public async Task GivenKey_ReplacesTheOneBefore_AndNoOther()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var made = (await EnsureAsync(test))!;
        var other = await CreateAsync(test, ApiScopes.Admin);
        var namesake = await test.Engine.Keys.CreateAsync(
            new KeyRequest("bootstrap", ApiScopes.Read),
            Actor.Node,
            default
        );

        (await EnsureAsync(test, Given)).ShouldBeNull();
        (await EnsureAsync(test, Given)).ShouldBeNull();

        test.Engine.Keys.Authenticate(made).ShouldBeNull();
        test.Engine.Keys.Authenticate(Given)!.Sees.ShouldBeNull();
        test.Engine.Keys.Authenticate(other.Secret).ShouldNotBeNull();
        test.Engine.Keys.Authenticate(namesake.Secret).ShouldNotBeNull();
        test.Engine.Keys.List().Count.ShouldBe(3);

        await EnsureAsync(test, "another long key of the operator");
        test.Engine.Keys.Authenticate(Given).ShouldBeNull();
    }

    [Fact]
    public async Task Key_AfterARestart_IsTheSameCaller()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var made = await test.Engine.Keys.CreateAsync(
            new KeyRequest("mine", ApiScopes.Submit | ApiScopes.Read, IdFormat.Int, MaxQueued: 5, MaxPerMinute: 60),
            Actor.Node,
            CancellationToken.None
        );
        var before = test.Engine.Keys.Authenticate(made.Secret);

        await test.RestartAsync();

        before.ShouldBe(new Caller(made.Key.Id, ApiScopes.Submit | ApiScopes.Read, IdFormat.Int, 5, 60, "mine"));
        test.Engine.Keys.Authenticate(made.Secret).ShouldBe(before);
    }

    [Fact]
    public async Task Key_IsDeleted_NobodyElseGetsItsJobs()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var first = await CreateAsync(test, ApiScopes.Submit);
        var caller = test.Engine.Keys.Authenticate(first.Secret)!;
        var job = (await test.TrySubmitAsync([EngineUnderTest.Job()], caller)).FirstId;

        (await test.Engine.Keys.DeleteAsync(first.Key.Id, Actor.Node, CancellationToken.None)).ShouldBeTrue();
        (await test.Engine.Keys.DeleteAsync(first.Key.Id, Actor.Node, CancellationToken.None)).ShouldBeFalse();
        test.Engine.Keys.Authenticate(first.Secret).ShouldBeNull();
        await test.RestartAsync();
        var second = await CreateAsync(test, ApiScopes.Submit);

        second.Key.Id.ShouldBeGreaterThan(first.Key.Id);
        var sees = test.Engine.Keys.Authenticate(second.Secret)!.Sees;
        (await test.Jobs.GetAsync(new JobRef(job, null), sees, CancellationToken.None)).ShouldBeNull();
        (await test.Jobs.GetAsync(new JobRef(job, null), null, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Key_IsDeleted_ItsWorkersAreClosed()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var key = await CreateAsync(test, ApiScopes.Work);
        var worker = test.Connect("a", caller: test.Engine.Keys.Authenticate(key.Secret));
        var other = test.Connect("b");

        await test.Engine.Keys.DeleteAsync(key.Key.Id, Actor.Node, CancellationToken.None);

        worker.Closed.ShouldBe(WorkerCloseReason.Unauthorized);
        other.Closed.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("syk_")]
    [InlineData("nobody's")]
    public async Task Text_ThatIsNoKey_IsNobody(string text)
    {
        await using var test = await EngineUnderTest.StartAsync();
        await EnsureAsync(test);

        test.Engine.Keys.Authenticate(text).ShouldBeNull();
        test.Engine.Keys.Authenticate(new string('x', 100_000)).ShouldBeNull();
    }

    [Theory]
    [InlineData(ApiScopes.Submit, ApiScopes.Submit, true)]
    [InlineData(ApiScopes.Submit, ApiScopes.Read, false)]
    [InlineData(ApiScopes.Submit, ApiScopes.Admin, false)]
    [InlineData(ApiScopes.Admin, ApiScopes.Exec, true)]
    public void Scope_OfACaller_AllowsItselfAndAdminAll(ApiScopes has, ApiScopes asked, bool may) =>
        (Caller.Anonymous with { Scopes = has }).May(asked).ShouldBe(may);

    private static async Task<string?> EnsureAsync(EngineUnderTest test, string? given = null) =>
        await test.Engine.Keys.EnsureAdminAsync(given, CancellationToken.None);

    private static async Task<CreatedKey> CreateAsync(EngineUnderTest test, ApiScopes scopes) =>
        await test.Engine.Keys.CreateAsync(new KeyRequest("a key", scopes), Actor.Node, CancellationToken.None);
}
