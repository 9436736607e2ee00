using System.Security.Cryptography;

namespace Switchyard.EndToEnd.Tests.NpmClients;

/// <summary>The clients of <c>package-lock.json</c>, installed once for each content of that file.</summary>
public sealed class NpmFolder : IAsyncLifetime
{
    private static readonly string Sources = RepositoryRoot.Combine("tests/Switchyard.EndToEnd.Tests/NpmClients");

    private string _folder = "";

    public async ValueTask InitializeAsync()
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

    /// <summary>Runs one of the scripts beside this file.</summary>
    internal async Task<string> RunAsync(string script, params string[] arguments)
    {
        var result = await new Command("node", [Path.Combine(Sources, script), .. arguments])
        {
            Environment = new Dictionary<string, string?>
            {
                ["NODE_PATH"] = Path.Combine(_folder, "node_modules"),
                ["NO_PROXY"] = "*",
                ["http_proxy"] = null,
                ["HTTP_PROXY"] = null,
            },
        }.RunAsync();
        result.ExitCode.ShouldBe(0, $"{result.Output}{result.Error}");
        return result.Output;
    }

    private string Installed => Path.Combine(_folder, "installed");
}
