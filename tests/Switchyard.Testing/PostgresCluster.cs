using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Switchyard.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own: on loopback, in a temporary folder, by a user that is not root. A shell keeps it
/// and removes it, files and all, once its standard input ends: with the test process, however that one ends.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private static readonly Lock Gate = new();
    private static Task<PostgresCluster>? common;

    private readonly Process _keeper;
    private readonly string _binaries;
    private readonly string _data;
    private readonly string[] _asUser;

    private PostgresCluster(Process keeper, string binaries, string data, string[] asUser, int port) =>
        (_keeper, _binaries, _data, _asUser, Port) = (keeper, binaries, data, asUser, port);

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? Missing { get; } =
        FindBinaries() is null ? "PostgreSQL (Debian: postgresql-15) is not installed." : null;

    public int Port { get; }

    private string[] Server => ["-h", "127.0.0.1", "-p", $"{Port}", "-U", "switchyard"];

    /// <summary>The one that the tests of this process share, started by whoever asks first.</summary>
    public static Task<PostgresCluster> SharedAsync()
    {
        lock (Gate)
        {
            return common ??= StartAsync();
        }
    }

    /// <summary>Starts one for a test that stops it.</summary>
    public static Task<PostgresCluster> StartAsync() =>
        StartAsync("initdb -U switchyard --auth=trust -E UTF8 --locale=C");

    /// <summary>Starts a standby of it, and waits until it follows.</summary>
    /// <param name="isSynchronous">Whether commits wait for it from then on.</param>
    public async Task<PostgresCluster> StartStandbyAsync(bool isSynchronous)
    {
        var standby = await StartAsync(
            $"pg_basebackup {string.Join(' ', Server)} --write-recovery-conf --checkpoint=fast"
        );
        if (isSynchronous)
        {
            await QueryAsync("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
            await QueryAsync("postgres", "SELECT pg_reload_conf()");
        }

        var follows = $"SELECT 1 FROM pg_stat_replication WHERE sync_state = '{(isSynchronous ? "sync" : "async")}'";
        await Eventually.HoldsAsync(
            "the standby follows",
            async () => (await QueryAsync("postgres", follows)).Count > 0,
            TimeSpan.FromSeconds(30)
        );
        return standby;
    }

    /// <summary>Makes a standby a server that can be written to.</summary>
    public Task PromoteAsync() => RunAsync("pg_ctl", "-D", _data, "-w", "promote");

    /// <summary>The URL of a database of it.</summary>
    /// <param name="database">The name.</param>
    /// <param name="standby">Named as another host that may have it.</param>
    public string UrlOf(string database, PostgresCluster? standby = null) =>
        $"postgres://switchyard@127.0.0.1:{Port}{(standby is null ? "" : $",127.0.0.1:{standby.Port}")}/{database}";

    /// <summary>Makes a database of a name that nothing has yet.</summary>
    /// <param name="template">Copied where it is given; nobody may be connected to it.</param>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"t{Guid.NewGuid():N}";
        await RunAsync("createdb", [.. Server, "-T", template ?? "template0", name]);
        return name;
    }

    /// <summary>Removes a database, with all connections to it.</summary>
    public Task DropDatabaseAsync(string name) => RunAsync("dropdb", [.. Server, "--force", name]);

    /// <summary>Backs a database up by <c>pg_dump</c>; the file goes with the server.</summary>
    public async Task<string> DumpAsync(string database)
    {
        var file = Path.Combine(_data, "..", $"{database}.dump");
        await RunAsync("pg_dump", [.. Server, "--format=custom", $"--file={file}", database]);
        return file;
    }

    /// <summary>Restores such a file into an empty database by <c>pg_restore</c>.</summary>
    public Task RestoreAsync(string file, string database) =>
        RunAsync("pg_restore", [.. Server, "--exit-on-error", $"--dbname={database}", file]);

    /// <summary>Stops it: in <c>fast</c> order, or <c>immediate</c>, which is a crash.</summary>
    public Task StopAsync(string mode) => RunAsync("pg_ctl", "-D", _data, "-w", "-m", mode, "stop");

    /// <summary>Starts it again; after a kill, as soon as the last of its processes is gone.</summary>
    /// <param name="hasDefaults">With PostgreSQL's own settings, without those that make tests quick.</param>
    public Task StartAgainAsync(bool hasDefaults = false) =>
        Eventually.HoldsAsync(
            "PostgreSQL starts again",
            async () =>
            {
                try
                {
                    await StartOnceAsync(hasDefaults ? $"-p {Port}" : SettingsOf(Path.GetDirectoryName(_data)!, Port));
                    return true;
                }
                catch (InvalidOperationException)
                {
                    return false;
                }
            },
            TimeSpan.FromSeconds(60)
        );

    /// <summary>Ends it as kill -9 does, with all of its processes.</summary>
    public async Task KillAsync()
    {
        var postmaster = int.Parse(
            (await File.ReadAllLinesAsync(Path.Combine(_data, "postmaster.pid")))[0],
            CultureInfo.InvariantCulture
        );
        using var process = Process.GetProcessById(postmaster);
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks a database something, and returns the rows: values separated by |.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(string database, string query)
    {
        string[] arguments = ["-h", "127.0.0.1", "-p", $"{Port}", "-U", "switchyard", "-qAt", "-c", query, database];
        var result = await new Command(Path.Combine(_binaries, "psql"), arguments) { Folder = "/" }.RunAsync();
        return result.ExitCode == 0
            ? result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"The query failed: {result.Error}");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
    }

    // maker: makes the files, in the folder of -D.
    private static async Task<PostgresCluster> StartAsync(string maker)
    {
        var binaries = FindBinaries() ?? throw new InvalidOperationException(Missing);
        var folder = Directory.CreateTempSubdirectory("switchyard-postgres-").FullName;
        var (user, port) = (UserToBe(), FreePort());
        string[] asUser = user is var (uid, gid)
            ? ["setpriv", $"--reuid={uid}", $"--regid={gid}", "--clear-groups"]
            : [];
        // A limit on the tests (timeout) tells their whole process group; this shell is to outlive them.
        var script = $"""
            trap '' TERM INT HUP
            {(user is null ? "" : $"chown {user.Value.Uid}:{user.Value.Gid} '{folder}'")}
            run() {"{"} {string.Join(' ', asUser)} "$@"; {"}"}
            run '{binaries}/'{maker} -D '{folder}/data' --no-sync >'{folder}/log' 2>&1 &&
            run '{binaries}/pg_ctl' -D '{folder}/data' -w -l '{folder}/server.log' -o '{SettingsOf(
                folder,
                port
            )}' start >>'{folder}/log' 2>&1 &&
            echo ready || cat '{folder}/log' '{folder}/server.log'
            cat >/dev/null
            run '{binaries}/pg_ctl' -D '{folder}/data' -m immediate stop >/dev/null 2>&1
            rm -rf '{folder}'
            """;
        var keeper = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", script])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                WorkingDirectory = "/",
            }
        )!;
        var line = await keeper.StandardOutput.ReadLineAsync();
        if (line != "ready")
        {
            keeper.StandardInput.Close();
            throw new InvalidOperationException(
                $"PostgreSQL did not start: {line} {await keeper.StandardOutput.ReadToEndAsync()}"
            );
        }

        return new PostgresCluster(keeper, binaries, Path.Combine(folder, "data"), asUser, port);
    }

    private Task StartOnceAsync(string settings) =>
        RunAsync("pg_ctl", "-D", _data, "-w", "-l", Path.Combine(_data, "..", "server.log"), "-o", settings, "start");

    // No sync: no test cuts the power, and a killed server loses nothing that the system has.
    private static string SettingsOf(string folder, int port) =>
        $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off "
        + "-c full_page_writes=off -c max_connections=300 -c autovacuum_naptime=5s -c log_min_messages=panic";

    private async Task RunAsync(string tool, params string[] arguments)
    {
        string[] words = [.. _asUser, Path.Combine(_binaries, tool), .. arguments];
        var result = await new Command(words[0], words[1..]) { Folder = "/" }.RunAsync();
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{tool} failed: {result.Error}");
        }
    }

    private static string? FindBinaries()
    {
        var debian = new DirectoryInfo("/usr/lib/postgresql");
        var versions = debian.Exists ? debian.GetDirectories() : [];
        var folders = versions
            .OrderByDescending(version => version.Name)
            .Select(version => Path.Combine(version.FullName, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    // PostgreSQL does not run as root: as its own user then, or as nobody.
    private static (string Uid, string Gid)? UserToBe()
    {
        if (Environment.UserName != "root")
        {
            return null;
        }

        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).ToList();
        var user = users.Find(fields => fields[0] == "postgres") ?? users.Find(fields => fields[0] == "nobody")!;
        return (user[2], user[3]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
