using Switchyard.Client.Workers;
using Switchyard.Worker.Executors;
using Switchyard.Worker.Executors.Http;
using Switchyard.Worker.Executors.Python;
using Switchyard.Worker.Executors.Shell;
using Switchyard.Worker.Processes;
using SdkWorker = Switchyard.Client.Workers.Worker;

namespace Switchyard.Worker;

/// <summary>The product's own worker: executors behind a worker connection, in the server's process or far away.</summary>
public sealed class TaskWorker : IDisposable
{
    private readonly WorkerModel _model;
    private readonly SdkWorker _worker;
    private readonly CommandRunner _runner;
    private readonly HttpExecutor _http;

    /// <summary>Makes a worker.</summary>
    /// <param name="model">What it is.</param>
    /// <param name="connect">Makes a connection, each time anew.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="notice">Told what an operator may want to know.</param>
    public TaskWorker(
        WorkerModel model,
        Func<CancellationToken, Task<IWorkerConnection>> connect,
        TimeProvider clock,
        Action<string> notice
    )
    {
        _model = model;
        _runner = new CommandRunner(model.KillGrace, clock, notice);
        _http = new HttpExecutor(model.AllowPrivateNetwork);
        var meter = new SystemMeter(Environment.CurrentDirectory);
        _worker = new SdkWorker(
            new WorkerOptions
            {
                Name = model.Name,
                Capacity = model.MaxTasks,
                Tags = model.Tags,
                StopTimeout = model.StopTimeout,
                GiveUpTimeout = model.KillGrace + TimeSpan.FromSeconds(1),
                Usage = meter.Read,
                Clock = clock,
            },
            connect
        );
        _worker.Noticed += notice;
        foreach (var executor in Executors().Where(executor => model.Types.Contains(executor.Type)))
        {
            _worker.On(executor.Type, job => RunAsync(executor, job));
        }
    }

    /// <summary>Whether the server has taken it in and the connection stands.</summary>
    public bool IsConnected => _worker.IsConnected;

    /// <summary>Works until told to stop; what then does not end in time is ended and given back.</summary>
    /// <exception cref="WorkerRefusedException">The server will not have this worker, now or later.</exception>
    public Task RunAsync(CancellationToken stop) => _worker.RunAsync(stop);

    /// <summary>Kills what may still run.</summary>
    public void Dispose()
    {
        _runner.Dispose();
        _http.Dispose();
    }

    private IExecutor[] Executors()
    {
        if (OperatingSystem.IsWindows())
        {
            return [_http]; // commands need /bin/sh, sessions and signals
        }

        var commands = new CommandExecutor(_runner, new CommandFolder(_model.Roots));
        return [new ShellExecutor(commands), new PythonExecutor(commands), _http];
    }

    private async Task<WorkResult> RunAsync(IExecutor executor, JobContext job)
    {
        var output = new RunOutput(job.LogAsync, _model.MaxOutputBytes);
        var result = await executor.RunAsync(Run.Of(job.Job), output, job.Cancellation);
        var report = result.Report.ToJson();
        return result switch
        {
            { Error: null } => WorkResult.Succeeded(report),
            { IsFinal: true } => WorkResult.FailedForGood(result.Error, report),
            _ => WorkResult.Failed(result.Error, report),
        };
    }
}
