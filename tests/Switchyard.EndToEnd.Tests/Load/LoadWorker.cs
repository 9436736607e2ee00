using System.Collections.Concurrent;
using System.Net.WebSockets;
using Switchyard.EndToEnd.Tests.Broker;

namespace Switchyard.EndToEnd.Tests.Load;

/// <summary>
/// A worker that comes back after every outage. It holds some tasks for a moment, so that a crash finds them leased, and
/// it contradicts itself: now and then it reports twice, each time another result, of which the first must stand. A report
/// that could not be sent is sent on the next connection, where its lease is no longer.
/// </summary>
internal sealed class LoadWorker(Uri server, string name, Journal journal, Random random)
{
    private const int Capacity = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentQueue<(string TaskId, string Result)> _late = new();

    /// <summary>Runs until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ConnectionAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is WebSocketException or IOException)
            {
                // The server is down.
            }
            catch (InvalidDataException fault)
            {
                journal.Problem(fault.Message);
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    private async Task ConnectionAsync(CancellationToken stop)
    {
        using var socket = new WorkerSocket();
        var held = new List<Task>();
        try
        {
            await socket.RegisterAsync(server, name, LoadPayload.Type, Capacity, stop);
            while (_late.TryDequeue(out var report))
            {
                await socket.SucceedAsync(report.TaskId, report.Result, stop);
            }

            while (await socket.ReceiveAsync(stop) is { } task)
            {
                if (journal.Deliver(task) is not { } nonce)
                {
                    continue;
                }

                var choice = random.Next(100);
                if (choice < 15)
                {
                    held.RemoveAll(done => done.IsCompleted);
                    held.Add(HoldAsync(socket, task.TaskId, nonce, random.Next(1, 50), stop));
                    continue;
                }

                await socket.SucceedAsync(task.TaskId, journal.Report(nonce), stop);
                if (choice < 20)
                {
                    await socket.SucceedAsync(task.TaskId, journal.Report(nonce), stop);
                }
            }
        }
        finally
        {
            await Task.WhenAll(held);
        }
    }

    private async Task HoldAsync(
        WorkerSocket socket,
        string taskId,
        long nonce,
        int milliseconds,
        CancellationToken stop
    )
    {
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
        var result = journal.Report(nonce);
        try
        {
            await socket.SucceedAsync(taskId, result, stop);
        }
        catch (Exception fault)
            when (fault is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
            _late.Enqueue((taskId, result));
        }
    }
}
