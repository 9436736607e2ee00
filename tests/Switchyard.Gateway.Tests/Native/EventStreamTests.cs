using System.Net;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

public sealed class EventStreamTests
{
    private const string Path = "/api/v1/events";

    [Fact]
    public async Task Stream_FromNow_BeginsWithASnapshotAndGoesOn()
    {
        await using var server = await ServerFixture.StartAsync();
        await SubmitAsync(server, "a");
        using var stream = await LiveStream.OpenAsync(server, Path);

        var (name, snapshot) = (await stream.NextAsync())!.Value;
        await SubmitAsync(server, "b");
        var (nextName, next) = (await stream.NextAsync())!.Value;

        name.ShouldBe("snapshot");
        snapshot.GetProperty("counts").GetProperty("pending").GetInt64().ShouldBe(1);
        snapshot.TryGetProperty("jobs", out _).ShouldBeFalse();
        nextName.ShouldBe("job");
        next.GetProperty("job").GetInt64().ShouldBe(2);
        next.GetProperty("type").GetString().ShouldBe("b");
        next.GetProperty("dialect").GetString().ShouldBe("native");
        next.GetProperty("to").GetString().ShouldBe("pending");
        next.TryGetProperty("from", out _).ShouldBeFalse();
        next.GetProperty("at").GetDateTimeOffset().ShouldNotBe(default);
    }

    [Fact]
    public async Task Stream_FromACursor_MissesNothingInBetween()
    {
        await using var server = await ServerFixture.StartAsync();
        var cursor = "";
        using (var first = await LiveStream.OpenAsync(server, Path))
        {
            await first.NextAsync();
            await SubmitAsync(server, "a");
            await first.NextAsync();
            cursor = first.LastId;
        }

        await SubmitAsync(server, "b");
        await SubmitAsync(server, "c");
        using var again = await LiveStream.OpenAsync(server, Path, cursor);

        (await again.NextAsync())!.Value.Data.GetProperty("type").GetString().ShouldBe("b");
        (await again.NextAsync())!.Value.Data.GetProperty("type").GetString().ShouldBe("c");
        using var byQuery = await LiveStream.OpenAsync(server, $"{Path}?cursor={cursor}");
        (await byQuery.NextAsync())!.Value.Data.GetProperty("type").GetString().ShouldBe("b");
    }

    [Theory]
    [InlineData("1-99999999")]
    [InlineData("77-0")]
    public async Task Stream_FromACursorThatIsLost_BeginsWithASnapshot(string cursor)
    {
        await using var server = await ServerFixture.StartAsync();

        using var stream = await LiveStream.OpenAsync(server, Path, cursor);

        (await stream.NextAsync())!.Value.Name.ShouldBe("snapshot");
    }

    [Fact]
    public async Task Stream_OfSomeJobs_TellsOfThemAlone()
    {
        await using var server = await ServerFixture.StartAsync();
        await SubmitAsync(server, "a");
        await SubmitAsync(server, "b");
        using var stream = await LiveStream.OpenAsync(server, $"{Path}?job=2,99");

        var (_, snapshot) = (await stream.NextAsync())!.Value;
        await CancelAsync(server, 1);
        await CancelAsync(server, 2);
        var (_, change) = (await stream.NextAsync())!.Value;

        snapshot.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id").GetInt64()).ShouldBe([2]);
        change.GetProperty("job").GetInt64().ShouldBe(2);
        (change.GetProperty("from").GetString(), change.GetProperty("to").GetString()).ShouldBe(
            ("pending", "cancelled")
        );
    }

    [Fact]
    public async Task Stream_WithFilters_TellsOfWhatMatches()
    {
        await using var server = await ServerFixture.StartAsync();
        using var stream = await LiveStream.OpenAsync(server, $"{Path}?type=b&state=cancelled&dialect=native");
        await stream.NextAsync();

        await SubmitAsync(server, "a");
        await SubmitAsync(server, "b");
        await CancelAsync(server, 1);
        await CancelAsync(server, 2);

        (await stream.NextAsync())!.Value.Data.GetProperty("job").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task Stream_OfAKeyWithoutAdmin_TellsOfItsOwnJobs()
    {
        await using var server = await ServerFixture.StartAsync();
        var (mine, theirs) = (await server.CreateKeyAsync("submit read"), await server.CreateKeyAsync("submit"));
        using var stream = await LiveStream.OpenAsync(server, Path, key: mine);
        var (_, snapshot) = (await stream.NextAsync())!.Value;

        await SubmitAsync(server, "theirs", theirs);
        await SubmitAsync(server, "mine", mine);

        snapshot.GetProperty("counts").GetProperty("pending").GetInt64().ShouldBe(0);
        (await stream.NextAsync())!.Value.Data.GetProperty("type").GetString().ShouldBe("mine");
    }

    [Theory]
    [InlineData("cursor=x", "cursor: the id of an event")]
    [InlineData("state=lost", "state: draft")]
    [InlineData("job=x", "job: at most 100")]
    [InlineData("dialect=latin", "dialect: native")]
    public async Task Stream_WithABadFilter_IsRefused(string query, string detail)
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, problem) = await server.SendAsync(HttpMethod.Get, "console", $"{Path}?{query}");

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldStartWith(detail);
    }

    [Fact]
    public async Task Stream_OfAKeyThatIsRemoved_Ends()
    {
        var clock = new ManualTime();
        await using var server = await ServerFixture.StartAsync(clock);
        var key = await server.CreateKeyAsync("read");
        using var stream = await LiveStream.OpenAsync(server, Path, key: key);
        await stream.NextAsync();

        await server.SendAsync(HttpMethod.Delete, "console", "/api/v1/keys/2");
        var end = stream.NextAsync();
        await Eventually.HoldsAsync(
            "the stream has ended",
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return end.IsCompleted;
            }
        );

        (await end).ShouldBeNull();
    }

    [Fact]
    public async Task Stream_WhileTheNodeStops_Ends()
    {
        await using var server = await ServerFixture.StartAsync();
        using var stream = await LiveStream.OpenAsync(server, Path);
        await stream.NextAsync();

        var stopping = server.StopAsync();

        (await stream.NextAsync()).ShouldBeNull();
        await stopping;
    }

    [Fact]
    public async Task Subscribers_ByTheHundred_AllGetEveryEvent()
    {
        await using var server = await ServerFixture.StartAsync();
        var streams = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => LiveStream.OpenAsync(server, Path)));
        await Task.WhenAll(streams.Select(stream => stream.NextAsync()));

        for (var n = 1; n <= 20; n++)
        {
            await SubmitAsync(server, $"t{n}");
        }

        var seen = await Task.WhenAll(
            streams.Select(async stream =>
            {
                var types = new List<string?>();
                while (types.Count < 20)
                {
                    types.Add((await stream.NextAsync())!.Value.Data.GetProperty("type").GetString());
                }

                return types;
            })
        );
        seen.ShouldAllBe(types => types.SequenceEqual(Enumerable.Range(1, 20).Select(n => $"t{n}")));
        foreach (var stream in streams)
        {
            stream.Dispose();
        }
    }

    private static async Task SubmitAsync(ServerFixture server, string type, string key = ServerFixture.AdminKey) =>
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", $$"""{"type":"{{type}}"}""", key);

    private static async Task CancelAsync(ServerFixture server, long job) =>
        await server.SendAsync(HttpMethod.Post, "console", $"/api/v1/jobs/{job}/cancel");
}
