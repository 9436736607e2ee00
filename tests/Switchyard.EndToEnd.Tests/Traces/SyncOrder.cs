using System.Collections.Concurrent;
using Switchyard.EndToEnd.Tests.Broker;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Traces;

/// <summary>
/// Whether answers wait for the disk, seen from the system calls: a task's bytes are written, then a sync of that file
/// begins and succeeds, and only then the answer with the task's id is sent.
/// </summary>
internal static class SyncOrder
{
    private const int Clients = 4;
    private const int TasksEach = 25;

    /// <summary>Creates tasks on a server under strace.</summary>
    /// <param name="options">The server's.</param>
    /// <returns>What is wrong with the order of calls, a line a task; nothing when all answers waited.</returns>
    public static async Task<IReadOnlyList<string>> EarlyAnswersAsync(IReadOnlyDictionary<string, string?> options)
    {
        using var folder = new TempFolder();
        var setup = new ServerSetup(folder["data"])
        {
            Environment = options,
            Under = SyscallTrace.Under(
                folder["trace"],
                "pwrite64",
                "pwritev",
                "fdatasync",
                "fsync",
                "write",
                "writev",
                "sendto",
                "sendmsg"
            ),
        };
        var answered = new ConcurrentDictionary<string, string>();
        await using (var server = await Server.StartAsync(setup))
        {
            await Parallel.ForAsync(0, Clients, async (client, _) => await CreateAsync(setup, client, answered));
            server.Terminate();
            (await server.ExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0, server.Said);
        }

        answered.Count.ShouldBe(Clients * TasksEach);
        return [.. Early(SyscallTrace.Read(folder["trace"]), answered)];
    }

    private static async Task CreateAsync(ServerSetup setup, int client, ConcurrentDictionary<string, string> answered)
    {
        using var broker = new BrokerClient(setup.Broker);
        for (var number = 0; number < TasksEach; number++)
        {
            var mark = $"mark-{client:000}-{number:000}-mark";
            var answer = await broker.CreateAsync($$"""{"type":"Traced","mark":"{{mark}}"}""");
            answer.IsSuccess.ShouldBeTrue(answer.ToString());
            answered[mark] = answer.TaskId!;
        }
    }

    private static IEnumerable<string> Early(
        IReadOnlyList<TracedCall> calls,
        IEnumerable<KeyValuePair<string, string>> answered
    )
    {
        var writes = calls.Where(call => call.Name.StartsWith("pwrite", StringComparison.Ordinal)).ToList();
        var syncs = calls.Where(call => call is { Name: "fdatasync" or "fsync", Succeeded: true }).ToList();
        var sends = calls.Where(call => call.Name is "write" or "writev" or "sendto" or "sendmsg").ToList();
        foreach (var (mark, taskId) in answered)
        {
            var write = writes.Find(call => call.Arguments.Contains(mark, StringComparison.Ordinal));
            var send = sends.Find(call => call.Arguments.Contains(taskId, StringComparison.Ordinal));
            if (write is null || send is null)
            {
                yield return $"{mark}: the trace has no {(write is null ? "write" : "answer")} of {taskId}.";
            }
            else if (
                !syncs.Exists(sync =>
                    Descriptor(sync) == Descriptor(write) && sync.Begin > write.End && sync.End < send.Begin
                )
            )
            {
                yield return $"{mark}: written at {write.End}, answered at {send.Begin}, and no sync between.";
            }
        }
    }

    /// <summary>The first argument, with its path: <c>43&lt;/tmp/d/switchyard.db-wal&gt;</c>.</summary>
    private static string Descriptor(TracedCall call) => call.Arguments.Split(',', 2)[0].Trim();
}
