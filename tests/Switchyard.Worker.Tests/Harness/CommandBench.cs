using System.Text;
using System.Text.Json;
using Switchyard.Worker.Executors;
using Switchyard.Worker.Executors.Python;
using Switchyard.Worker.Executors.Shell;
using Switchyard.Worker.Processes;

namespace Switchyard.Worker.Tests.Harness;

/// <summary>Executors with a log that can be read, and a folder of their own.</summary>
internal sealed class CommandBench : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CommandRunner _runner;
    private readonly StringBuilder _log = new();

    public CommandBench(TimeSpan? grace = null, int maxOutput = 16 * 1024 * 1024)
    {
        _runner = new CommandRunner(grace ?? TimeSpan.FromSeconds(10), TimeProvider.System, _ => { });
        MaxOutput = maxOutput;
    }

    public int MaxOutput { get; }

    public string Folder => _folder.Path;

    /// <summary>Folders that commands are held to; none at first.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public Task<RunResult> ShellAsync(
        string command,
        Dictionary<string, string>? environment = null,
        string? folder = null,
        CancellationToken stop = default
    ) =>
        RunAsync(
            new ShellExecutor(Commands),
            new
            {
                command,
                working_directory = folder ?? Folder,
                environment,
            },
            stop
        );

    public Task<RunResult> PythonAsync(string script, string[]? arguments = null, string? python = null) =>
        RunAsync(
            new PythonExecutor(Commands),
            new
            {
                command = script,
                arguments,
                python_path = python,
                working_directory = Folder,
            },
            default
        );

    public async Task<RunResult> RunAsync(IExecutor executor, object options, CancellationToken stop)
    {
        var output = new RunOutput(TakeAsync, MaxOutput);
        return await executor.RunAsync(new Run(17, 5, 2, JsonSerializer.SerializeToUtf8Bytes(options)), output, stop);
    }

    public void Dispose()
    {
        _runner.Dispose();
        _folder.Dispose();
    }

    private CommandExecutor Commands => new(_runner, new CommandFolder(Roots));

    private ValueTask TakeAsync(string text)
    {
        lock (_log)
        {
            _log.Append(text);
        }

        return default;
    }
}
