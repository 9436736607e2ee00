using System.Globalization;
using System.Net;
using Switchyard.EndToEnd.Tests.Broker;
using Switchyard.EndToEnd.Tests.Disks;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Outages;

/// <summary>A disk that cannot be written to for a while.</summary>
public sealed class OutageTests
{
    private const string Type = "Outage";
    private const string Result = """{ "reported":"during the outage","n":1e400}""";

    /// <summary>Calls by which a program changes a file that it has open.</summary>
    private static readonly string[] Writes = ["pwrite64", "pwritev", "ftruncate", "fallocate"];

    /// <summary>Where no small disk of our own can be mounted, the calls fail as they would on a full one.</summary>
    [Fact]
    public async Task DiskFull_UntilSpaceIsFreed_RefusesWritesAndHeals()
    {
        if (await LoopDisk.WhyNotAsync() is { } why)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(why);
            using var folder = new TempFolder();
            await OutageAsync(folder.Path, server => FaultAsync(server, "ENOSPC"));
            return;
        }

        await using var disk = await LoopDisk.CreateAsync(96);
        await OutageAsync(
            Path.Combine(disk.Path, "data"),
            _ =>
            {
                disk.Fill();
                return Task.FromResult<IAsyncDisposable>(new FullDisk(disk));
            }
        );
    }

    /// <summary>
    /// The system makes no disk read-only that is written to, except for good after an error; so the calls fail as they
    /// would on a read-only one.
    /// </summary>
    [Fact]
    public async Task DiskReadOnly_UntilItIsWritableAgain_RefusesWritesAndHeals()
    {
        using var folder = new TempFolder();
        await OutageAsync(folder.Path, server => FaultAsync(server, "EROFS"));
    }

    private static async Task<IAsyncDisposable> FaultAsync(Server server, string error) =>
        await SyscallFault.BeginAsync(server.ProcessId, error, Writes);

    private static async Task OutageAsync(string data, Func<Server, Task<IAsyncDisposable>> begin)
    {
        var setup = new ServerSetup(data);
        await using var server = await Server.StartAsync(setup);
        using var client = new BrokerClient(setup.Broker);
        using var worker = new WorkerSocket();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await worker.RegisterAsync(setup.Broker, "w", Type, 2, limit.Token);
        var done = await CreateAsync(client, "done");
        (await worker.ReceiveAsync(limit.Token))!.TaskId.ShouldBe(done);
        await worker.SucceedAsync(done, """{"reported":"before"}""", limit.Token);
        (await client.ReadAsync(done, wait: 20)).Solution.ShouldBe("""{"reported":"before"}""");
        var held = await CreateAsync(client, "held");
        (await worker.ReceiveAsync(limit.Token))!.TaskId.ShouldBe(held);

        // Pings are answered only while a receive is under way, and the server drops a worker that answers none.
        var idle = worker.ReceiveAsync(limit.Token);
        List<string> acknowledged;
        await using (await begin(server))
        {
            acknowledged = await CreateUntilRefusedAsync(client);
            (await client.ReadAsync(done)).Solution.ShouldBe("""{"reported":"before"}""", server.Said);
            await Eventually.HoldsAsync(
                "the server calls itself unhealthy",
                async () => await server.HealthAsync() == HttpStatusCode.ServiceUnavailable,
                TimeSpan.FromSeconds(60)
            );
            (await server.HealthAsync("/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await server.HealthAsync("/live")).ShouldBe(HttpStatusCode.OK, "no restart makes room on a disk");
            await worker.SucceedAsync(held, Result, limit.Token);
            (await client.ReadAsync(held)).IsReady.ShouldBeFalse("what is not on the disk must not be told");
        }

        await Eventually.HoldsAsync(
            "createTask works again",
            async () => (await client.CreateAsync($$"""{"type":"Nobody"}""")).IsSuccess,
            TimeSpan.FromSeconds(30)
        );
        await server.IsHealthyAsync();
        (await server.HealthAsync("/ready")).ShouldBe(HttpStatusCode.OK);
        (await client.ReadAsync(held, wait: 30)).Solution.ShouldBe(Result, server.Said);
        idle.IsCompleted.ShouldBeFalse("the worker stays connected, and nothing more is for it");
        foreach (var taskId in acknowledged)
        {
            (await client.ReadAsync(taskId)).IsProcessing.ShouldBeTrue($"{taskId} was acknowledged");
        }
    }

    private static async Task<string> CreateAsync(BrokerClient client, string name)
    {
        var answer = await client.CreateAsync($$"""{"type":"{{Type}}","name":"{{name}}"}""");
        answer.IsSuccess.ShouldBeTrue(answer.ToString());
        return answer.TaskId!;
    }

    /// <summary>The files of the store have room in them, so a full disk is noticed only after some more.</summary>
    private static async Task<List<string>> CreateUntilRefusedAsync(BrokerClient client)
    {
        const int Most = 1_000;
        var fill = new string('x', 60_000);
        var acknowledged = new List<string>();
        while (true)
        {
            var number = acknowledged.Count.ToString(CultureInfo.InvariantCulture);
            var answer = await client.CreateAsync($$"""{"type":"Nobody","n":{{number}},"fill":"{{fill}}"}""");
            if (!answer.IsSuccess)
            {
                answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, answer.ToString());
                answer.ContentType.ShouldBe("application/json");
                answer.ErrorId.ShouldNotBeNull().ShouldBePositive();
                answer.ErrorCode.ShouldNotBeNullOrEmpty();
                answer.ErrorDescription.ShouldNotBeNullOrEmpty();
                return acknowledged;
            }

            acknowledged.Add(answer.TaskId!);
            acknowledged.Count.ShouldBeLessThan(Most, "no createTask was refused");
        }
    }

    private sealed class FullDisk(LoopDisk disk) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            disk.Free();
            return ValueTask.CompletedTask;
        }
    }
}
