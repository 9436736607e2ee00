using System.Globalization;
using Switchyard.EndToEnd.Tests.Broker;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Workers;

public sealed class ManyWorkersTests
{
    private const int Many = 1_000;
    private const string Type = "Crowd";

    /// <summary>
    /// Each may do one task at a time and none reports before all have one: so each gets one, and only one.
    /// </summary>
    [Fact]
    public async Task Workers_AThousandAtOnce_EachGetsAndFinishesATask()
    {
        using var data = new TempFolder();
        var setup = new ServerSetup(data.Path);
        await using var server = await Server.StartAsync(setup);
        using var client = new BrokerClient(setup.Broker);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var workers = Enumerable.Range(0, Many).Select(_ => new WorkerSocket()).ToList();
        try
        {
            var registered = workers
                .Select((worker, index) => worker.RegisterAsync(setup.Broker, $"crowd-{index}", Type, 1, limit.Token))
                .ToList();
            var taskIds = await Task.WhenAll(Enumerable.Range(0, Many).Select(number => CreateAsync(client, number)));
            await Task.WhenAll(registered);
            var tasks = await Task.WhenAll(workers.Select(worker => worker.ReceiveAsync(limit.Token)));

            tasks.Select(task => task!.TaskId).Order().ShouldBe(taskIds.Order());

            await Task.WhenAll(
                tasks.Zip(
                    workers,
                    (task, worker) => worker.SucceedAsync(task!.TaskId, Result(task.TaskId), limit.Token)
                )
            );
            var answers = await Task.WhenAll(taskIds.Select(taskId => client.ReadAsync(taskId, wait: 60)));
            answers.Select(answer => answer.Solution).ShouldBe(taskIds.Select(Result));
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    private static async Task<string> CreateAsync(BrokerClient client, int number)
    {
        var answer = await client.CreateAsync(
            $$"""{"type":"{{Type}}","number":{{number.ToString(CultureInfo.InvariantCulture)}}}"""
        );
        answer.IsSuccess.ShouldBeTrue(answer.ToString());
        return answer.TaskId!;
    }

    private static string Result(string taskId) => $$"""{"done":"{{taskId}}"}""";
}
