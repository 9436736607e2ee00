using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Jobs;

public sealed class ExecGateTests
{
    private static readonly EngineOptions Options = new()
    {
        ExecTypes = ["shell", "python"],
        EnabledExecTypes = ["shell"],
        TypeAliases =
        [
            ["batch", "shell"],
        ],
    };

    [Theory]
    [InlineData("work", ApiScopes.Submit, SubmitAnswer.Accepted)]
    [InlineData("shell", ApiScopes.Submit, SubmitAnswer.Forbidden)]
    [InlineData("shell", ApiScopes.Submit | ApiScopes.Exec, SubmitAnswer.Accepted)]
    [InlineData("shell", ApiScopes.Admin, SubmitAnswer.Accepted)]
    [InlineData("batch", ApiScopes.Submit, SubmitAnswer.Forbidden)] // an alias is done by the same workers
    [InlineData("batch", ApiScopes.Exec, SubmitAnswer.Accepted)]
    [InlineData("python", ApiScopes.Admin, SubmitAnswer.Forbidden)] // not enabled, whoever asks
    [InlineData("Shell", ApiScopes.Submit, SubmitAnswer.Accepted)] // another type, which no executor does
    public async Task Submit_OfAType_NeedsItsScope(string type, ApiScopes scopes, SubmitAnswer expected)
    {
        await using var test = await EngineUnderTest.StartAsync(Options);
        var caller = Caller.Anonymous with { Scopes = scopes };

        var result = await test.TrySubmitAsync([EngineUnderTest.Job(type)], caller);

        result.Answer.ShouldBe(expected);
        (test.Engine.Exec.Problem(caller, type) is null).ShouldBe(expected == SubmitAnswer.Accepted);
    }

    [Fact]
    public async Task Submit_WithOneForbiddenJob_StoresNone()
    {
        await using var test = await EngineUnderTest.StartAsync(Options);

        var result = await test.TrySubmitAsync([EngineUnderTest.Job(), EngineUnderTest.Job("shell")]);

        result.Answer.ShouldBe(SubmitAnswer.Forbidden);
        result.Problem.ShouldBe("Jobs of type 'shell' run commands: they need a key with the scope exec.");
        test.Jobs.Count(null, null).Unfinished.ShouldBe(0);
    }
}
