using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Switchyard.EndToEnd.Tests.Cli;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Backups;

/// <summary>A backup of a server under load, restored into a fresh node whose content is compared.</summary>
public sealed class RestoreTests
{
    private const int Jobs = 200;
    private const string Large = "large";

    [Fact]
    public async Task Restore_IntoAFreshNode_HasAllThatWasThereBeforeTheBackup()
    {
        using var folder = new TempFolder();
        var (backup, lastId, lastKey, content) = await BackUpAsync(folder);

        var restored = await CliServer.RunAnywhereAsync("restore", backup, "--data", folder["restored"], "--json");
        restored.ExitCode.ShouldBe(0, restored.Error);
        var setup = new ServerSetup(folder["restored"]);
        await using var server = await Server.StartAsync(setup);
        using var client = Client(setup);

        foreach (var (path, before) in content)
        {
            (await client.GetStringAsync(path)).ShouldBe(before, path);
        }

        // What was given out after the backup is not given out again.
        (await SubmitAsync(client, """{"type":"new"}""")).ShouldBeGreaterThan(lastId);
        (await CreateKeyAsync(client)).ShouldBeGreaterThan(lastKey);
        (await CreateScheduleAsync(client)).ShouldBeGreaterThan(2);
        (await client.GetStringAsync("/api/v1/audit?action=store.restore")).ShouldContain("\"target\":\"store\"");
    }

    private static async Task<(string File, long LastId, long LastKey, Dictionary<string, string> Content)> BackUpAsync(
        TempFolder folder
    )
    {
        var setup = new ServerSetup(folder["data"]);
        await using var server = await Server.StartAsync(setup);
        using var client = Client(setup);
        await FillAsync(client);
        var content = await ReadAsync(client);
        using var enough = new CancellationTokenSource();
        var load = LoadAsync(client, enough.Token);

        var made = JsonElement.Parse(await PostAsync(client, "/api/v1/backups", ""));

        var file = folder["copy.db"];
        await File.WriteAllBytesAsync(
            file,
            await client.GetByteArrayAsync($"/api/v1/backups/{made.GetProperty("name").GetString()}")
        );
        await enough.CancelAsync();
        await load;
        var lastKey = await CreateKeyAsync(client);
        return (file, await SubmitAsync(client, """{"type":"late"}"""), lastKey, content);
    }

    /// <summary>Jobs in many states, with results, logs, failed attempts and contents beyond a row.</summary>
    private static async Task FillAsync(HttpClient client)
    {
        await CreateKeyAsync(client);
        for (var n = 0; n < Jobs; n++)
        {
            await SubmitAsync(
                client,
                $$"""{"type":"t{{n % 4}}","payload":{"n":{{n}},"s":"\u0000ü"},"max_attempts":2}"""
            );
        }

        await SubmitAsync(client, $$"""{"type":"t1","payload":"{{new string('x', 400_000)}}","priority":1}""");
        await PostAsync(client, "/api/v1/jobs/5/cancel", "");
        await PostAsync(client, "/api/v1/jobs/9/pause", "");
        await SubmitAsync(client, """{"type":"t0","delay_ms":86400000}""");
        await PostAsync(client, "/api/v1/workers", """{"worker":"w","types":["t1"]}""");
        for (var turn = 0; turn < 40; turn++)
        {
            var leased = JsonElement.Parse(await PostAsync(client, "/api/v1/workers/w/lease", """{"max":1}"""));
            var job = leased.GetProperty("jobs")[0];
            var lease = $"\"job\":{job.GetProperty("job").GetInt64()},\"token\":{job.GetProperty("token").GetInt64()}";
            await PostAsync(client, "/api/v1/workers/w/log", $$"""{"jobs":[{{{lease}},"text":"turn {{turn}}"}]}""");
            var outcome = (turn % 3) switch
            {
                0 => "\"outcome\":\"failed\",\"error\":\"no\"",
                1 => "\"outcome\":\"succeeded\",\"result\":[1.10,{\"b\":1,\"a\":2}]",
                _ => $"\"outcome\":\"succeeded\",\"result\":\"{Large}{new string('y', 300_000)}\"",
            };
            await PostAsync(client, "/api/v1/workers/w/settle", $$"""{"results":[{{{lease}},{{outcome}}}]}""");
        }

        await PostAsync(client, "/api/v1/workers/w/drain", "");
        await PostAsync(
            client,
            "/api/v1/schedules",
            $$"""{"name":"s","type":"t3","payload":"{{new string('z', 300_000)}}","schedule":"0 2 * * *","status":"paused"}"""
        );
        await PostAsync(client, "/api/v1/schedules/1/trigger", "");
        await PostAsync(client, "/api/v1/bulk", """{"action":"pause","filter":{"type":"t2"}}""");
        await client.GetStringAsync("/api/v1/bulk/1?wait=20");
    }

    /// <summary>All that can be asked about these jobs, as it is answered.</summary>
    private static async Task<Dictionary<string, string>> ReadAsync(HttpClient client)
    {
        var paths = Enumerable
            .Range(1, Jobs + 2)
            .SelectMany(id => new[] { $"/api/v1/jobs/{id}", $"/api/v1/jobs/{id}/attempts", $"/api/v1/jobs/{id}/logs" })
            .Append($"/api/v1/jobs?limit=1000&before={Jobs + 3}")
            .Concat(["/api/v1/keys", "/api/v1/schedules/1", "/api/v1/schedules/1/runs", "/api/v1/bulk"])
            .Append("/api/v1/audit?action=bulk.start");
        var content = new Dictionary<string, string>();
        foreach (var path in paths)
        {
            content[path] = await client.GetStringAsync(path);
        }

        content.Values.Count(text => text.Contains(Large)).ShouldBeGreaterThan(5);
        content.Values.Count(text => text.Contains("\"error\":\"no\"")).ShouldBeGreaterThan(5);
        return content;
    }

    private static async Task LoadAsync(HttpClient client, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await SubmitAsync(client, """{"type":"load"}""");
        }
    }

    private static HttpClient Client(ServerSetup setup)
    {
        var client = new HttpClient { BaseAddress = setup.Console };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServerSetup.AdminKey);
        return client;
    }

    private static async Task<string> PostAsync(HttpClient client, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {text}");
        return text;
    }

    private static async Task<long> SubmitAsync(HttpClient client, string job) =>
        JsonElement.Parse(await PostAsync(client, "/api/v1/jobs", job)).GetProperty("id").GetInt64();

    private static async Task<long> CreateScheduleAsync(HttpClient client) =>
        JsonElement
            .Parse(await PostAsync(client, "/api/v1/schedules", """{"name":"later","type":"t"}"""))
            .GetProperty("id")
            .GetInt64();

    private static async Task<long> CreateKeyAsync(HttpClient client) =>
        JsonElement
            .Parse(await PostAsync(client, "/api/v1/keys", """{"name":"k","scopes":["read"]}"""))
            .GetProperty("id")
            .GetInt64();
}
