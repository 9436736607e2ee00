using System.Text;
using Switchyard.Client.Workers;
using Switchyard.Contracts.Workers;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>A worker's side of the protocol, frame by frame.</summary>
internal static class WorkerWire
{
    public static HelloFrame Hello { get; } =
        new()
        {
            Worker = "w1",
            Types = ["t"],
            Capacity = 4,
        };

    public static SettleFrame Settle(in AssignedJob job, JobOutcome outcome, string result) =>
        new([new JobResult(job.Job, job.Token, outcome, Encoding.UTF8.GetBytes(result))]);

    public static async Task<WebSocketWorkerConnection> ConnectedAsync(WorkerServer server, HelloFrame? hello = null)
    {
        var worker = await server.ConnectAsync();
        await worker.SendAsync(hello ?? Hello, default);
        await ReceiveAsync<WelcomeFrame>(worker);
        return worker;
    }

    public static async Task<T> ReceiveAsync<T>(WebSocketWorkerConnection worker)
        where T : ServerFrame => (await ReceiveAsync(worker)).ShouldBeOfType<T>();

    public static async Task<ServerFrame> ReceiveAsync(WebSocketWorkerConnection worker) =>
        await worker.ReceiveAsync(default).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);

    public static Task<WorkerDisconnectedException> ClosedAsync(WebSocketWorkerConnection worker) =>
        Should.ThrowAsync<WorkerDisconnectedException>(async () =>
        {
            while (true)
            {
                await ReceiveAsync(worker);
            }
        });
}
