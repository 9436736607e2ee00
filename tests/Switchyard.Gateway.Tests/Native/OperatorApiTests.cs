using System.Net;
using System.Text;
using System.Text.Json;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>Backups and the audit.</summary>
public sealed class OperatorApiTests
{
    [Fact]
    public async Task Backup_MadeListedReadAndRemoved_IsAFileOfTheStore()
    {
        await using var server = await ServerFixture.StartAsync();

        var (made, backup) = await server.SendAsync(HttpMethod.Post, "console", "/api/v1/backups");
        var name = backup.GetProperty("name").GetString();
        var (_, list) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/backups");
        using var request = new HttpRequestMessage(HttpMethod.Get, server.At("console", $"/api/v1/backups/{name}"));
        request.Headers.Add("X-API-Key", ServerFixture.AdminKey);
        using var answer = await server.Http.SendAsync(request);
        var file = await answer.Content.ReadAsByteArrayAsync();
        var (removed, _) = await server.SendAsync(HttpMethod.Delete, "console", $"/api/v1/backups/{name}");
        var (again, _) = await server.SendAsync(HttpMethod.Delete, "console", $"/api/v1/backups/{name}");

        (made, removed, again).ShouldBe((HttpStatusCode.Created, HttpStatusCode.NoContent, HttpStatusCode.NotFound));
        list.GetProperty("backups")[0].GetProperty("name").GetString().ShouldBe(name);
        file.LongLength.ShouldBe(backup.GetProperty("bytes").GetInt64());
        Encoding.ASCII.GetString(file, 0, 15).ShouldBe("SQLite format 3");
    }

    [Theory]
    [InlineData("nothing.db")]
    [InlineData("..%2Fswitchyard.db")]
    [InlineData("%2Fetc%2Fpasswd")]
    public async Task Backup_UnderAnotherName_IsNotThere(string name)
    {
        await using var server = await ServerFixture.StartAsync();
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/backups");

        (await server.SendAsync(HttpMethod.Get, "console", $"/api/v1/backups/{name}")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await server.SendAsync(HttpMethod.Delete, "console", $"/api/v1/backups/{name}")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task Audit_OfActs_SaysWhoWhatAndFromWhere()
    {
        await using var server = await ServerFixture.StartAsync();
        var key = await server.CreateKeyAsync("submit");
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"a"}""", key);
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs/1/cancel", key: key);
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/backups");

        var (_, all) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/audit");
        var (_, cancels) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/audit?action=job.cancel&key=2");
        var (_, first) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/audit?limit=1");
        var before = first.GetProperty("before").GetInt64();
        var (_, second) = await server.SendAsync(HttpMethod.Get, "console", $"/api/v1/audit?limit=1&before={before}");

        Actions(all).ShouldBe(["backup.create", "job.cancel", "key.create", "key.create"]);
        Actions(second).ShouldBe(["job.cancel"]);
        var cancel = cancels.GetProperty("records")[0];
        cancel.GetProperty("target").GetString().ShouldBe("job 1");
        cancel.GetProperty("dialect").GetString().ShouldBe("native");
        cancel.GetProperty("address").GetString().ShouldBe("127.0.0.1");
        cancel.GetProperty("at").GetDateTimeOffset().ShouldNotBe(default);
    }

    [Theory]
    [InlineData("GET", "/api/v1/audit")]
    [InlineData("GET", "/api/v1/backups")]
    [InlineData("POST", "/api/v1/backups")]
    [InlineData("DELETE", "/api/v1/backups/x")]
    public async Task Route_OfTheOperator_NeedsTheScopeAdmin(string method, string path)
    {
        await using var server = await ServerFixture.StartAsync();
        var key = await server.CreateKeyAsync("submit read work exec metrics");

        var (status, _) = await server.SendAsync(new HttpMethod(method), "console", path, key: key);

        status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static IEnumerable<string?> Actions(JsonElement list) =>
        list.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("action").GetString());
}
