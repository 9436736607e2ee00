using Switchyard.EndToEnd.Tests.Broker;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Load;

/// <summary>
/// Load on one server through whatever happens to it: clients create and read, workers report, the journal remembers.
/// At the end nothing that was acknowledged may be missing, and nothing may have two outcomes.
/// </summary>
internal sealed class Campaign : IAsyncDisposable
{
    private const int Clients = 6;
    private const int Workers = 3;

    private readonly ServerSetup _setup;
    private readonly Task _clients;
    private readonly Task _workers;
    private readonly CancellationTokenSource _stopClients = new();
    private readonly CancellationTokenSource _stopWorkers = new();

    /// <summary>Starts the load.</summary>
    /// <param name="setup">The server, up or not.</param>
    /// <param name="seed">What all that is random here follows from.</param>
    /// <param name="journal">Of a campaign before this one on the same data; a new one by default.</param>
    public Campaign(ServerSetup setup, int seed, Journal? journal = null)
    {
        _setup = setup;
        Journal = journal ?? new Journal();
        _clients = Task.WhenAll(
            Enumerable
                .Range(0, Clients)
                .Select(index => new LoadClient(setup.Broker, Journal, new Random(seed + index)))
                .Select(client => Task.Run(() => client.RunAsync(_stopClients.Token)))
        );
        _workers = Task.WhenAll(
            Enumerable
                .Range(0, Workers)
                .Select(index => new LoadWorker(setup.Broker, $"w{index}", Journal, new Random(seed + 100 + index)))
                .Select(worker => Task.Run(() => worker.RunAsync(_stopWorkers.Token)))
        );
    }

    public Journal Journal { get; }

    /// <summary>Waits for this many further acknowledgements.</summary>
    /// <exception cref="TimeoutException">They do not come.</exception>
    public async Task AcknowledgesAsync(int more, Server server)
    {
        try
        {
            await Journal.AcknowledgesAsync(more).WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"Within 60 s createTask did not acknowledge {more} more tasks ({Journal.Acknowledged} in all). "
                    + $"{string.Join('\n', Journal.Problems)}\nThe server said:\n{server.Said}"
            );
        }
    }

    /// <summary>Lets the clients finish what is under way, and create no more.</summary>
    public async Task StopCreatingAsync()
    {
        await _stopClients.CancelAsync();
        await _clients;
    }

    /// <summary>
    /// Stops creating, waits until every task has ended, reads every result once more, and looks for what must not be.
    /// The server must be up.
    /// </summary>
    /// <returns>What is wrong; nothing when all is well.</returns>
    public async Task<IReadOnlyList<string>> SettleAsync()
    {
        await StopCreatingAsync();
        using var client = new BrokerClient(_setup.Broker);
        TaskSummary? summary = null;
        try
        {
            await Eventually.HoldsAsync(
                "every task has ended",
                async () => (summary = await client.TrySummaryAsync()) is { Pending: 0 },
                TimeSpan.FromSeconds(90)
            );
        }
        catch (TimeoutException late)
        {
            Journal.Problem($"{late.Message} {summary}");
        }

        await StopWorkersAsync();
        await ReadAllAsync(client);
        return [.. Journal.Problems, .. Sums(summary)];
    }

    public async ValueTask DisposeAsync()
    {
        await StopCreatingAsync();
        await StopWorkersAsync();
        _stopClients.Dispose();
        _stopWorkers.Dispose();
    }

    private async Task StopWorkersAsync()
    {
        await _stopWorkers.CancelAsync();
        await _workers;
    }

    private Task ReadAllAsync(BrokerClient client) =>
        Parallel.ForEachAsync(
            Journal.Entries,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (item, _) =>
            {
                var (nonce, entry) = item;
                if (entry.Acknowledged is not { } taskId)
                {
                    return;
                }

                var answer = await client.ReadAsync(taskId);
                if (answer is { IsReady: true, Solution: { } solution })
                {
                    Journal.Read(nonce, solution);
                }
                else
                {
                    Journal.Problem($"Task {nonce} ({taskId}) was acknowledged and is now {answer}");
                }
            }
        );

    /// <summary>Every task that exists went through a worker's hands, acknowledged or not: that is how many there are.</summary>
    private IEnumerable<string> Sums(TaskSummary? summary)
    {
        if (summary is not { Assigned: 0 } || summary.Total != Journal.Known || summary.Completed != Journal.Known)
        {
            yield return $"{Journal.Known} tasks exist and are counted as {summary}.";
        }
    }
}
