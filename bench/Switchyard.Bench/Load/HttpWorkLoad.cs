using System.Net;
using System.Text;
using Switchyard.Bench.Loop;
using Switchyard.Bench.Workers;
using Switchyard.Contracts.Workers;

namespace Switchyard.Bench.Load;

/// <summary>Workers over plain HTTP, each with one connection: jobs go in by bulk submits, results and the next jobs in one call.</summary>
internal sealed class HttpWorkLoad : IDisposable
{
    private readonly EventLoop loop = new();
    private readonly NonceLedger ledger = new();
    private readonly List<HttpWorker> workers = [];
    private readonly FedLoad fed;

    private HttpWorkLoad(HttpClient control) =>
        fed = new FedLoad(loop, control, ledger, () => workers.Sum(worker => worker.Settled));

    /// <summary>Registers workers and has them ask.</summary>
    /// <param name="console">The console listener.</param>
    /// <param name="control">Calls it with a key that may submit and work.</param>
    /// <param name="authorization">That key's header line, ended by CRLF.</param>
    /// <param name="count">Workers.</param>
    /// <param name="max">Jobs that each asks for.</param>
    /// <param name="cancellation">Gives the registration up.</param>
    public static async Task<HttpWorkLoad> StartAsync(
        IPEndPoint console,
        HttpClient control,
        string authorization,
        int count,
        int max,
        CancellationToken cancellation
    )
    {
        var load = new HttpWorkLoad(control);
        for (int i = 0; i < count; i++)
        {
            string id = $"bench-{i}";
            using var registration = new StringContent(
                $$"""{"worker":"{{id}}","types":["{{BrokerWire.TaskType}}"],"capacity":{{max}}}""",
                Encoding.UTF8,
                "application/json"
            );
            using HttpResponseMessage answer = await control.PostAsync(
                new Uri(WorkerProtocol.HttpPath, UriKind.Relative),
                registration,
                cancellation
            );
            if (answer.StatusCode != HttpStatusCode.Created)
            {
                throw new BenchException($"A worker's registration was answered {(int)answer.StatusCode}.");
            }
            load.workers.Add(new HttpWorker(load.loop, console, authorization, id, max, load.ledger));
        }
        load.workers.ForEach(worker => worker.Begin());
        return load;
    }

    /// <summary>The bulk submits, for their last job.</summary>
    public BulkLoad Bulk => fed.Bulk;

    /// <summary>Jobs in an answer, on average so far.</summary>
    public double JobsPerAnswer => ledger.Count / (double)workers.Sum(worker => worker.Answers);

    public Task<LoadResult> RunAsync(TimeSpan duration, CancellationToken cancellation) =>
        fed.RunAsync(duration, cancellation);

    public void Dispose() => loop.Dispose();
}
