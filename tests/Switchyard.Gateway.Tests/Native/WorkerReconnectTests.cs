using Switchyard.Client.Workers;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Workers;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>The SDK's worker over connections that the test breaks, on the test's clock.</summary>
public sealed class WorkerReconnectTests
{
    private readonly ManualTime _clock = new();

    [Fact]
    public async Task Disconnect_WithAResultUnanswered_SaysItAgainOnTheNextConnection()
    {
        var server = new ScriptedServer();
        await using var worker = await StartAsync(
            server,
            _ => Task.FromResult(WorkResult.Succeeded(RawJson.Parse("[ 1]")))
        );
        var first = await server.AcceptAsync();
        first.Say(Assign(7, 70));
        var said = (await first.HearAsync<SettleFrame>()).Results.ShouldHaveSingleItem();
        first.Break();

        var second = await ReconnectAsync(server);

        var again = (await second.HearAsync<SettleFrame>()).Results.ShouldHaveSingleItem();
        again.Job.ShouldBe(said.Job);
        again.Token.ShouldBe(said.Token);
        again.Result.ToArray().ShouldBe("[ 1]"u8.ToArray());
        second.Say(new SettledFrame([new SettledJob(7, 70, SettleAnswer.Repeated)]));
        second.Break();
        var third = await ReconnectAsync(server);
        third.Say(Assign(8, 80));
        (await third.HearAsync<SettleFrame>()).Results.ShouldHaveSingleItem().Job.ShouldBe(8);
        third.Say(new SettledFrame([new SettledJob(8, 80, SettleAnswer.Settled)]));
        await EndAsync(third, worker);
    }

    [Fact]
    public async Task Disconnect_WithAJobHeld_CancelsItAndDropsItsResult()
    {
        var server = new ScriptedServer();
        var cancelled = new TaskCompletionSource();
        await using var worker = await StartAsync(
            server,
            async job =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, job.Cancellation)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancelled.SetResult();
                return WorkResult.Succeeded();
            }
        );
        var first = await server.AcceptAsync();
        first.Say(Assign(7, 70));
        first.Break();
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));

        var second = await ReconnectAsync(server);

        await EndAsync(second, worker); // hears a drain first, and no result
    }

    [Fact]
    public async Task Connect_ThatFailsAgainAndAgain_WaitsLongerEachTime()
    {
        var server = new ScriptedServer { IsDown = true };
        var worker = new Client.Workers.Worker(Options, server.ConnectAsync).On(
            "t",
            _ => Task.FromResult(WorkResult.Succeeded())
        );
        using var stop = new CancellationTokenSource();
        var running = worker.RunAsync(stop.Token);

        var waits = new List<TimeSpan>();
        for (var tries = 1; tries <= 12; tries++)
        {
            await Eventually.HoldsAsync(
                $"try {tries} was made",
                () => server.Tries == tries && _clock.ArmedTimers == 1
            );
            var began = _clock.GetUtcNow();
            while (_clock.ArmedTimers == 1 && server.Tries == tries)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(1));
            }

            waits.Add(_clock.GetUtcNow() - began);
        }

        waits[..3].ShouldAllBe(wait => wait <= TimeSpan.FromMilliseconds(401));
        waits.Max().ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
        waits.ShouldAllBe(wait => wait <= TimeSpan.FromSeconds(31));
        await stop.CancelAsync();
        await running;
    }

    private WorkerOptions Options =>
        new()
        {
            Name = "w",
            Capacity = 4,
            Clock = _clock,
            Seed = 1,
        };

    private static AssignFrame Assign(long job, long token) =>
        new([
            new AssignedJob
            {
                Job = job,
                Token = token,
                Attempt = 1,
                Type = "t",
                Priority = 5,
                CreatedAt = DateTimeOffset.UnixEpoch,
            },
        ]);

    private Task<SdkWorker> StartAsync(ScriptedServer server, JobHandler handler) =>
        SdkWorker.StartAsync(new Client.Workers.Worker(Options, server.ConnectAsync), handler);

    private async Task<ScriptedConnection> ReconnectAsync(ScriptedServer server)
    {
        await Eventually.HoldsAsync(
            "the worker waits to connect again",
            () => _clock.ArmedTimers > 0 || server.IsCalled
        );
        _clock.Advance(TimeSpan.FromSeconds(31));
        return await server.AcceptAsync();
    }

    private static async Task EndAsync(ScriptedConnection connection, SdkWorker worker)
    {
        var stopping = worker.DisposeAsync();
        await connection.HearAsync<WorkerDrainFrame>();
        connection.Say(new ServerDrainFrame());
        await stopping;
    }
}
