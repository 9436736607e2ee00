using System.Security.Cryptography;

namespace Switchyard.EndToEnd.Tests.NpmClients;

/// <summary>The clients of <c>package-lock.json</c>, installed once for each content of that file.</summary>
public sealed class NpmFolder : IAsyncLifetime
{
    private static readonly string Sources = RepositoryRoot.Combine("tests/Switchyard.EndToEnd.Tests/NpmClients");

    private static readonly SemaphoreSlim Installing = new(1);

    private string _folder = "";

    public async ValueTask InitializeAsync()
    {
        // Classes run side by side.
        await Installing.WaitAsync();
        try
        {
            await InstallAsync();
        }
        finally
        {
            Installing.Release();
        }
    }

    private async Task InstallAsync()
    {
        var locks = await File.ReadAllBytesAsync(Path.Combine(Sources, "package-lock.json"));
        _folder = RepositoryRoot.Combine(
            $"artifacts/npm-clients/{Convert.ToHexStringLower(SHA256.HashData(locks))[..16]}"
        );
        if (!File.Exists(Installed))
        {
            Directory.CreateDirectory(_folder);
            foreach (var file in new[] { "package.json", "package-lock.json" })
            {
                File.Copy(Path.Combine(Sources, file), Path.Combine(_folder, file), overwrite: true);
            }

            var install = await new Command("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
            {
                Folder = _folder,
                Limit = TimeSpan.FromMinutes(3),
            }.RunAsync();
            install.ExitCode.ShouldBe(0, install.Error);
            await File.WriteAllTextAsync(Installed, "");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A file beside this one.</summary>
    internal string Source(string file) => Path.Combine(Sources, file);

    /// <summary>Runs a script: one of those beside this file by its name, another by its path.</summary>
    internal Task<string> RunAsync(string script, params string[] arguments) =>
        NodeAsync(Modules, null, [Source(script), .. arguments]);

    /// <summary>Runs a command of an installed package in a folder, where scripts find the packages as well.</summary>
    internal Task<string> RunToolAsync(string tool, string folder, params string[] arguments)
    {
        var packages = Path.Combine(folder, "node_modules");
        if (!Directory.Exists(packages))
        {
            Directory.CreateSymbolicLink(packages, Modules);
        }

        return NodeAsync(Modules, folder, [Path.Combine(Modules, ".bin", tool), .. arguments]);
    }

    private static async Task<string> NodeAsync(string modules, string? folder, string[] arguments)
    {
        var result = await new Command("node", arguments)
        {
            Folder = folder,
            Environment = new Dictionary<string, string?>
            {
                ["NODE_PATH"] = modules,
                ["NO_PROXY"] = "*",
                ["http_proxy"] = null,
                ["HTTP_PROXY"] = null,
            },
        }.RunAsync();
        result.ExitCode.ShouldBe(0, $"{result.Output}{result.Error}");
        return result.Output;
    }

    private string Modules => Path.Combine(_folder, "node_modules");

    private string Installed => Path.Combine(_folder, "installed");
}
