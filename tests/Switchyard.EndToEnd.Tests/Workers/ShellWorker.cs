using System.Diagnostics;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Workers;

/// <summary>The worker of samples/, in processes of its own that can be frozen together and do not outlive their test.</summary>
internal sealed class ShellWorker : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ServerOutput _output;

    /// <param name="server">Where it works.</param>
    /// <param name="name">Its name.</param>
    /// <param name="leaseSeconds">Its lease time, 3 at least: it renews at a third of it, in whole seconds.</param>
    /// <param name="type">What it does.</param>
    /// <param name="command">How, for bash.</param>
    public ShellWorker(ServerSetup server, string name, int leaseSeconds, string type, string command)
    {
        // A session of its own: its commands and renewals are frozen and ended with it.
        var start = new ProcessStartInfo("setsid", [Script, type, "bash", "-c", command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SWITCHYARD_SERVER"] = server.Console.OriginalString;
        start.Environment["SWITCHYARD_KEY"] = ServerSetup.AdminKey;
        start.Environment["WORKER_NAME"] = name;
        start.Environment["LEASE_SECONDS"] = $"{leaseSeconds}";
        _process = new Process { StartInfo = start };
        _output = new ServerOutput(_process);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private static string Script { get; } = RepositoryRoot.Combine("samples/shell-worker.sh");

    /// <summary>What it wrote.</summary>
    public string Said => _output.ToString();

    /// <summary>For a failure's message: whether it lives, and what it said.</summary>
    public override string ToString() =>
        $"the worker {(_process.HasExited ? $"ended with {_process.ExitCode}" : "lives")}: {Said}";

    /// <summary>Stops all that it runs, as it is.</summary>
    public void Freeze() => Signal.Send(-_process.Id, Signal.Stop);

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Signal.Send(-_process.Id, Signal.Continue);

    public async ValueTask DisposeAsync()
    {
        Signal.Send(-_process.Id, Signal.Kill);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
