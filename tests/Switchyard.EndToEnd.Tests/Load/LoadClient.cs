using System.Net;
using Switchyard.EndToEnd.Tests.Broker;

namespace Switchyard.EndToEnd.Tests.Load;

/// <summary>Creates tasks and reads their results, through every outage, and journals what it is told.</summary>
internal sealed class LoadClient(Uri server, Journal journal, Random random)
{
    /// <summary>Tasks that one client leaves unread; the queue must not outgrow what a test can drain.</summary>
    private const int MaxUnread = 64;

    /// <summary>Between two knocks at a server that is down.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Queue<(long Nonce, string TaskId)> _unread = new();

    /// <summary>Runs until it is told to stop; the request under way is finished.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var client = new BrokerClient(server);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (_unread.Count == MaxUnread || (_unread.Count > 0 && random.Next(3) == 0))
                {
                    await ReadAsync(client);
                }
                else
                {
                    await CreateAsync(client);
                }
            }
            catch (HttpRequestException)
            {
                // Killed under our hands: what became of the request is unknown, and the journal says no more than that.
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    private async Task CreateAsync(BrokerClient client)
    {
        var nonce = journal.NextNonce();
        var answer = await client.CreateAsync(LoadPayload.Task(nonce));
        if (answer is { IsSuccess: true, TaskId: { } taskId })
        {
            journal.Acknowledge(nonce, taskId);
            _unread.Enqueue((nonce, taskId));
        }
        else
        {
            await RefusedAsync("createTask", answer);
        }
    }

    private async Task ReadAsync(BrokerClient client)
    {
        var (nonce, taskId) = _unread.Peek();
        var answer = await client.ReadAsync(taskId, wait: 5);
        if (answer is { IsReady: true, Solution: { } solution })
        {
            journal.Read(nonce, solution);
            _unread.Dequeue();
        }
        else if (!answer.IsProcessing)
        {
            await RefusedAsync($"getTaskResult of {nonce}", answer);
        }
    }

    private async Task RefusedAsync(string what, BrokerAnswer answer)
    {
        if (answer.Status != HttpStatusCode.ServiceUnavailable)
        {
            journal.Problem($"{what} was answered with {answer}");
        }

        await Task.Delay(Pause, TimeProvider.System);
    }
}
