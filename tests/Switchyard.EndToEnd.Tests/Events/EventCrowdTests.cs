using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Switchyard.EndToEnd.Tests.Load;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Events;

/// <summary>Many who follow the stream of events, come and go, or never read.</summary>
public sealed class EventCrowdTests
{
    private const int Silent = 100;

    [Fact]
    public Task Subscribers_ThatComeAndGo_MissNothing() => FollowAsync(subscribers: 300, steps: 6);

    [Fact]
    [Trait("Category", "Soak")]
    public Task Subscribers_TenThousandThatComeAndGo_MissNothing() => FollowAsync(subscribers: 10_000, steps: 12);

    [Fact]
    public Task Subscribers_ThatNeverRead_CostNoMemory() => IgnoreAsync(jobs: 100_000);

    [Fact]
    [Trait("Category", "Soak")]
    public Task Subscribers_ThatNeverReadForLong_CostNoMemory() => IgnoreAsync(jobs: 1_000_000);

    /// <summary>Between two steps some jobs are made, and a third of the subscribers is away.</summary>
    private static async Task FollowAsync(int subscribers, int steps)
    {
        using var data = new TempFolder();
        var setup = new ServerSetup(data.Path);
        await using var server = await Server.StartAsync(setup);
        using var client = Client(setup);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var random = new Random(Seed.Take());
        var all = Enumerable.Range(0, subscribers).Select(_ => new EventSubscriber(setup.Console)).ToList();
        try
        {
            await Task.WhenAll(all.Select(subscriber => subscriber.ConnectAsync(limit.Token)));
            var made = 0L;
            for (var step = 0; step < steps; step++)
            {
                var away = all.Where(_ => random.Next(3) == 0).ToHashSet();
                foreach (var subscriber in step == 0 ? [] : away)
                {
                    subscriber.Disconnect();
                }

                for (var call = 0; call < 5; call++)
                {
                    made += await SubmitAsync(client, 1 + random.Next(20), limit.Token);
                }

                await Task.WhenAll((step == 0 ? [] : away).Select(subscriber => subscriber.ConnectAsync(limit.Token)));
                await Task.WhenAll(all.Select(subscriber => subscriber.ReadToAsync(made, limit.Token)));
                all.Select(subscriber => subscriber.Problem).Where(problem => problem is not null).ShouldBeEmpty();
            }

            all.ShouldAllBe(subscriber => subscriber.LastJob == made);
            all.Sum(subscriber => subscriber.Snapshots).ShouldBe(0, "all fits into the ring");

            // The ring holds 65,536 changes: who was away for more gets a snapshot.
            all[0].Disconnect();
            for (var call = 0; call < 7; call++)
            {
                made += await SubmitAsync(client, 10_000, limit.Token);
            }

            await all[0].ConnectAsync(limit.Token);
            await all[0].ReadToAsync(made, limit.Token);
            (all[0].Problem, all[0].Snapshots, all[0].LastJob).ShouldBe((null, 1, made));
        }
        finally
        {
            all.ForEach(subscriber => subscriber.Dispose());
        }
    }

    private static async Task IgnoreAsync(int jobs)
    {
        using var data = new TempFolder();
        var setup = new ServerSetup(data.Path);
        await using var server = await Server.StartAsync(setup);
        using var client = Client(setup);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        for (var made = 0; made < 150_000; made += 10_000)
        {
            await SubmitAsync(client, 10_000, limit.Token);
        }

        var all = Enumerable.Range(0, Silent).Select(_ => new EventSubscriber(setup.Console)).ToList();
        try
        {
            await Task.WhenAll(all.Select(subscriber => subscriber.ConnectAsync(limit.Token)));
            var before = ResidentMib(server.ProcessId);
            for (var made = 0; made < jobs; made += 10_000)
            {
                await SubmitAsync(client, 10_000, limit.Token);
            }

            // 100 streams of 100,000 events are 2 GiB; what the kernel and one response hold is some 10 MiB.
            var added = ResidentMib(server.ProcessId) - before;
            TestContext.Current.TestOutputHelper?.WriteLine($"{added} MiB added");
            added.ShouldBeLessThan(150);
        }
        finally
        {
            all.ForEach(subscriber => subscriber.Dispose());
        }
    }

    private static HttpClient Client(ServerSetup setup)
    {
        var client = new HttpClient { BaseAddress = setup.Console };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServerSetup.AdminKey);
        return client;
    }

    private static async Task<int> SubmitAsync(HttpClient client, int jobs, CancellationToken cancellation)
    {
        var body = $"[{string.Join(',', Enumerable.Repeat("""{"type":"a"}""", jobs))}]";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/v1/jobs", UriKind.Relative), content, cancellation);
        answer.EnsureSuccessStatusCode();
        return jobs;
    }

    // VmRSS:	   14212 kB
    private static int ResidentMib(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(
                line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture
            ) / 1024;
    }
}
