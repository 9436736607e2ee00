using System.Collections.Concurrent;
using Switchyard.EndToEnd.Tests.Broker;

namespace Switchyard.EndToEnd.Tests.Load;

/// <summary>Notes all that clients and workers saw, and whatever must never be seen.</summary>
internal sealed class Journal
{
    private const int MaxProblems = 50;

    private readonly ConcurrentDictionary<long, JournalEntry> _entries = new();
    private readonly ConcurrentDictionary<string, long> _nonces = new();
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly Lock _gate = new();

    private long _nonce;
    private long _serial;
    private int _acknowledged;
    private (int At, TaskCompletionSource Signal) _mark = (int.MaxValue, new TaskCompletionSource());

    /// <summary>What went wrong so far; the first 50.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>Tasks that createTask acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Tasks that exist: acknowledged, or handed to a worker.</summary>
    public int Known => _nonces.Count;

    public IEnumerable<KeyValuePair<long, JournalEntry>> Entries => _entries;

    /// <summary>The number of a new task.</summary>
    public long NextNonce()
    {
        var nonce = Interlocked.Increment(ref _nonce);
        _entries[nonce] = new JournalEntry();
        return nonce;
    }

    /// <summary>The number of a new result: no two reports are alike, not even of one task.</summary>
    public long NextSerial() => Interlocked.Increment(ref _serial);

    /// <summary>Completes when this many more tasks are acknowledged, in the moment of the last.</summary>
    public Task AcknowledgesAsync(int more)
    {
        lock (_gate)
        {
            var signal = new TaskCompletionSource();
            _mark = (_acknowledged + more, signal);
            return signal.Task;
        }
    }

    /// <summary>createTask answered with an id.</summary>
    public void Acknowledge(long nonce, string taskId)
    {
        Identify(nonce, taskId);
        _entries[nonce].Acknowledged = taskId;
        lock (_gate)
        {
            if (++_acknowledged == _mark.At)
            {
                // Not elsewhere: whoever waits strikes in this very moment.
                _mark.Signal.SetResult();
            }
        }
    }

    /// <summary>A worker got a task.</summary>
    /// <returns>Its number; null when it is none of ours.</returns>
    public long? Deliver(PushedTask task)
    {
        if (LoadPayload.Number(task.Json, "nonce") is not { } nonce || !_entries.TryGetValue(nonce, out var entry))
        {
            Problem($"A worker got a task that nobody made: {Shortened(task.Json)}");
            return null;
        }

        if (task.Json != LoadPayload.Pushed(task.TaskId, nonce))
        {
            Problem($"Task {nonce} reached a worker as {Shortened(task.Json)}");
        }

        Identify(nonce, task.TaskId);
        entry.Delivered = task.TaskId;
        return nonce;
    }

    /// <summary>A worker is about to report a result.</summary>
    /// <returns>The result.</returns>
    public string Report(long nonce)
    {
        var serial = NextSerial();
        var entry = _entries[nonce];
        lock (entry)
        {
            entry.Reported.Add(serial);
        }

        return LoadPayload.Result(nonce, serial);
    }

    /// <summary>A client read a result.</summary>
    public void Read(long nonce, string solution)
    {
        var entry = _entries[nonce];
        var serial = LoadPayload.Number(solution, "serial") ?? 0;
        lock (entry)
        {
            if (!entry.Reported.Contains(serial) || solution != LoadPayload.Result(nonce, serial))
            {
                Problem($"Task {nonce} has a result that no worker reported: {Shortened(solution)}");
            }
            else if (entry.Read is { } before && before != serial)
            {
                Problem($"Task {nonce} had the result {before} and later {serial}.");
            }

            entry.Read = serial;
        }
    }

    public void Problem(string what)
    {
        if (_problems.Count < MaxProblems)
        {
            _problems.Enqueue(what);
        }
    }

    private static string Shortened(string text) => text.Length <= 300 ? text : $"{text[..300]}… ({text.Length})";

    private void Identify(long nonce, string taskId)
    {
        var entry = _entries[nonce];
        if (_nonces.GetOrAdd(taskId, nonce) != nonce)
        {
            Problem($"The tasks {nonce} and {_nonces[taskId]} are both {taskId}.");
        }

        if ((entry.Acknowledged ?? entry.Delivered ?? taskId) != taskId)
        {
            Problem($"Task {nonce} was made once and is {entry.Acknowledged ?? entry.Delivered} and {taskId}.");
        }
    }
}
