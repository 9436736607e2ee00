namespace Switchyard.EndToEnd.Tests.Scripts;

/// <summary>
/// A folder that looks like the repository to its two scripts, with a <c>dotnet</c> on the PATH that notes what it was
/// asked to do instead of doing it: the real build takes too long to be asked for in each test.
/// </summary>
internal sealed class ScriptFolder : IDisposable
{
    private const string FakeDotnet = """
        #!/usr/bin/env bash
        echo "$*" >>"$FAKE_CALLS"
        case $1 in
            build)
                echo "noise of the build"
                [[ ! -e broken ]] || exit 1
                sleep 0.2
                mkdir -p artifacts/bin/Switchyard/release
                touch artifacts/bin/Switchyard/release/switchyard.dll
                ;;
            csharpier) [[ ! -e unformatted ]] ;;
            tool) ;;
            *) printf '%s|' "$PWD" "${@:2}" ;;
        esac
        """;

    private readonly TempFolder _folder = new();

    public ScriptFolder()
    {
        foreach (var file in new[] { "switchyard", "test", "eng/sources.sh" })
        {
            Write(file, File.ReadAllText(RepositoryRoot.Combine(file)), executable: true);
        }

        foreach (
            var file in new[]
            {
                ".editorconfig",
                "Directory.Build.props",
                "Directory.Packages.props",
                "global.json",
                "eng/banned/Some.txt",
                "src/A/A.cs",
                "bench/B/B.cs",
                "tests/none/None.cs",
            }
        )
        {
            Write(file, "");
        }

        Write("bin/dotnet", FakeDotnet, executable: true);
    }

    public string this[string name] => _folder[name];

    /// <summary>How often a build was asked for.</summary>
    public int Builds =>
        File.Exists(_folder["calls"])
            ? File.ReadLines(_folder["calls"]).Count(call => call.StartsWith("build", StringComparison.Ordinal))
            : 0;

    public void Write(string name, string text, bool executable = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
        if (executable)
        {
            File.SetUnixFileMode(
                _folder[name],
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
    }

    public Task<CommandResult> LaunchAsync(params string[] arguments) => RunAsync(_folder["switchyard"], arguments);

    public Task<CommandResult> TestAsync(bool ci, params string[] arguments) =>
        RunAsync(_folder["test"], arguments, ("CI", ci ? "true" : null));

    public Task<CommandResult> RunAsync(string script, string[] arguments, params (string, string?)[] environment) =>
        // By env, not at once: a process forked meanwhile by another test may for a moment hold the script, just
        // written, open for writing, and starting it would fail (ETXTBSY).
        new Command("env", [script, .. arguments])
        {
            Folder = Path.GetTempPath(),
            Environment = environment
                .Append(("FAKE_CALLS", _folder["calls"]))
                .Append(("PATH", $"{_folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}"))
                .ToDictionary(variable => variable.Item1, variable => variable.Item2),
        }.RunAsync();

    public void Dispose() => _folder.Dispose();
}
