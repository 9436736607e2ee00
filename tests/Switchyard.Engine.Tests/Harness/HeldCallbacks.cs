using System.Collections.Concurrent;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Tests.Harness;

/// <summary>Callbacks that the test answers; those to a target it has not named are delivered at once.</summary>
internal sealed class HeldCallbacks : ICallbackSender
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<TaskCompletionSource<CallbackAnswer>>> _held = new();
    private readonly ConcurrentDictionary<string, int> _underWay = new();
    private int _most;

    /// <summary>URLs that were tried, in order.</summary>
    public ConcurrentQueue<string> Tried { get; } = [];

    /// <summary>The most that were under way at once.</summary>
    public int Most => _most;

    /// <summary>Holds up what goes to this host from now on.</summary>
    public void Hold(string host) => _held.TryAdd(host, []);

    /// <summary>Deliveries to a host that are under way.</summary>
    public int UnderWay(string host) => _underWay.GetValueOrDefault(host);

    /// <summary>Answers one delivery that is held.</summary>
    public bool TryAnswer(string host, CallbackAnswer answer) =>
        _held[host].TryDequeue(out var held) && held.TrySetResult(answer);

    public async ValueTask<CallbackAnswer> SendAsync(
        JobSnapshot job,
        ReadOnlyMemory<byte> result,
        string url,
        IdFormat idFormat,
        CancellationToken cancellation
    )
    {
        Tried.Enqueue(url);
        var host = new Uri(url).Host;
        _underWay.AddOrUpdate(host, 1, (_, count) => count + 1);
        InterlockedMax(_underWay.Values.Sum());
        try
        {
            if (!_held.TryGetValue(host, out var waiting))
            {
                return CallbackAnswer.Delivered;
            }

            var answer = new TaskCompletionSource<CallbackAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(answer);
            return await answer.Task.WaitAsync(cancellation);
        }
        finally
        {
            _underWay.AddOrUpdate(host, 0, (_, count) => count - 1);
        }
    }

    private void InterlockedMax(int count)
    {
        for (var seen = _most; count > seen; seen = _most)
        {
            Interlocked.CompareExchange(ref _most, count, seen);
        }
    }
}
