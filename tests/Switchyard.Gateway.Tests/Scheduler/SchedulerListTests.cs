namespace Switchyard.Gateway.Tests.Scheduler;

/// <summary>Pages and searches.</summary>
public sealed class SchedulerListTests
{
    [Theory]
    [InlineData("/api/tasks?page=2147483647&size=200")]
    [InlineData("/api/tasks/1/runs?page=2147483647&size=200")]
    public async Task Page_FarBehindTheLast_IsEmpty(string path)
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.CreateAsync();
        await session.TriggerAsync(1);

        var page = await session.DataAsync("GET", path);

        page.GetProperty("items").GetArrayLength().ShouldBe(0);
        page.GetProperty("total").GetInt64().ShouldBe(1);
        page.GetProperty("total_pages").GetInt64().ShouldBe(1);
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("%0A")]
    public async Task Search_ForControlCharacters_IsRefused(string search)
    {
        await using var session = await SchedulerSession.StartAsync();

        (await session.RefusedFieldsAsync("GET", $"/api/tasks?search={search}", "")).ShouldBe(["search"]);
    }

    [Theory]
    [InlineData("100%25", 1)] // as it is written, no pattern
    [InlineData("%25", 1)]
    [InlineData("_", 0)]
    [InlineData("GREEN", 1)]
    public async Task Search_ForAPartOfTheName_TakesItAsItIs(string search, int found)
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.DataAsync("POST", "/api/tasks", """{"name":"100% green","executor":"T"}""");
        await session.DataAsync("POST", "/api/tasks", """{"name":"blue","executor":"T"}""");

        (await session.DataAsync("GET", $"/api/tasks?search={search}")).GetProperty("total").GetInt64().ShouldBe(found);
    }
}
