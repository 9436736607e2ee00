using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Broker;

public sealed class BrokerCrowdTests
{
    private const int Crowd = 1000;

    [Fact]
    public async Task Workers_AThousandAtOnce_AreAllServed()
    {
        await using var server = await ServerFixture.StartAsync();
        var workers = await Task.WhenAll(
            Enumerable
                .Range(0, Crowd)
                .Select(number =>
                    server.RegisteredAsync($"w{number}", $$"""{"type":"register","task_types":["T{{number}}"]}""")
                )
        );

        // A type each: every single worker has to be reached.
        var ids = new string[Crowd];
        await EachAsync(async number => ids[number] = await server.CreateAsync($$"""{"type":"T{{number}}"}"""));
        await Task.WhenAll(workers.Select(AnswerAsync));
        var results = new string[Crowd];
        await EachAsync(async number => results[number] = await server.ResultAsync(ids[number], wait: 20));

        for (var number = 0; number < Crowd; number++)
        {
            results[number].ShouldContain($"\"solution\":{ids[number]}");
        }

        foreach (var worker in workers)
        {
            await worker.DisposeAsync();
        }
    }

    private static Task EachAsync(Func<int, Task> work) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, Crowd),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (number, _) => await work(number)
        );

    private static async Task AnswerAsync(BrokerWorker worker)
    {
        var (_, id) = await worker.ReceiveTaskAsync();
        await worker.SendAsync($$"""{"type":"task_result","taskId":"{{id}}","result":"{{id}}"}""");
    }
}
