using Dapper;
using Npgsql;
using Switchyard.Storage.Postgres.Doctor;

namespace Switchyard.Storage.Postgres.Tests.Doctor;

/// <summary>What is found in databases with one thing wrong each.</summary>
public sealed class PostgresDoctorTests
{
    [Fact]
    public async Task Examine_OfAServedDatabase_LooksAtAllAndFindsTheTestsServerUnsafe()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);
        await store.SubmitAsync(3);

        var report = await ExamineAsync(database.Url);

        // The tests' server does not sync; nothing else is wrong with it.
        Worse(report, FindingGrade.Bad).ShouldBe(["fsync"]);
        Worse(report, FindingGrade.Doubt).ShouldBe(["full_page_writes"]);
        report.Findings.Select(finding => finding.Name).ShouldBeUnique();
        Of(report, "database").Detail.ShouldContain("PostgreSQL");
        Of(report, "nodes").Detail.ShouldBe($"Connected: {store.Node} from 127.0.0.1.");
        Of(report, "connections").Detail.ShouldContain("a node takes up to 11");
        Of(report, "pooler").Detail.ShouldBe("None stands in front.");
        Of(report, "table ready").Detail.ShouldContain("rows");
        Of(report, "database clock").Detail.ShouldContain("give or take");
        report.IsServedFromHere.ShouldBeTrue();
    }

    [Fact]
    public async Task Examine_OfAServerWithItsDefaults_FindsNothingWrong()
    {
        Assert.SkipWhen(PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        await using var cluster = await PostgresCluster.StartAsync();
        await cluster.StopAsync("fast");
        await cluster.StartAgainAsync(hasDefaults: true);

        var report = await ExamineAsync(cluster.UrlOf(await cluster.CreateDatabaseAsync()));

        report.Findings.ShouldAllBe(finding => finding.Grade == FindingGrade.Fine);
        Of(report, "schema").Detail.ShouldContain("no store yet");
        report.IsServedFromHere.ShouldBeFalse();
    }

    [Theory]
    [InlineData("INSERT INTO migration VALUES (9999, '9999_future', 'x')", "schema", FindingGrade.Bad, "9999_future")]
    [InlineData("UPDATE migration SET sha256 = 'x' WHERE number = 2", "schema", FindingGrade.Bad, "0002_")]
    [InlineData("DELETE FROM migration WHERE number > 3", "schema", FindingGrade.Doubt, "step 3 of")]
    [InlineData("ALTER DATABASE {0} SET synchronous_commit = off", "synchronous_commit", FindingGrade.Bad, "survive")]
    [InlineData("ALTER DATABASE {0} SET synchronous_commit = local", "synchronous_commit", FindingGrade.Fine, "local")]
    [InlineData(
        "ALTER DATABASE {0} SET default_transaction_isolation = 'serializable'",
        "default_transaction_isolation",
        FindingGrade.Bad,
        "read committed"
    )]
    [InlineData(
        "ALTER DATABASE {0} SET idle_in_transaction_session_timeout = '5s'",
        "idle_in_transaction_session_timeout",
        FindingGrade.Doubt,
        "5s"
    )]
    [InlineData("ALTER DATABASE {0} SET statement_timeout = '1s'", "statement_timeout", FindingGrade.Doubt, "1s")]
    [InlineData("ALTER DATABASE {0} CONNECTION LIMIT 5", "connections", FindingGrade.Bad, "5 are allowed")]
    [InlineData(
        "ALTER TABLE ready RESET (autovacuum_vacuum_scale_factor)",
        "table options",
        FindingGrade.Doubt,
        "ready: autovacuum_vacuum_scale_factor is not set, 0 as made"
    )]
    [InlineData(
        "ALTER TABLE lease SET (autovacuum_enabled = off)",
        "table options",
        FindingGrade.Doubt,
        "lease: autovacuum_enabled"
    )]
    [InlineData(
        "INSERT INTO round VALUES (1, 1, 1, (extract(epoch FROM now()) * 1000000)::bigint + 60000000, 0, 0)",
        "database clock",
        FindingGrade.Doubt,
        "set back"
    )]
    public async Task Examine_OfADatabaseWithOneThingChanged_SaysSo(
        string change,
        string name,
        FindingGrade grade,
        string detail
    )
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(string.Format(null, change, database.Name));

        var finding = Of(await ExamineAsync(database.Url), name);

        finding.Grade.ShouldBe(grade, finding.Detail);
        finding.Detail.ShouldContain(detail);
    }

    [Fact]
    public async Task Examine_WhileATransactionHoldsASnapshot_SaysWho()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var connection = new NpgsqlConnection(
            $"{PostgresStorage.ConnectionTextOf(database.Url)};Application Name=report;Pooling=false"
        );
        await connection.OpenAsync();
        await connection.ExecuteAsync("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");

        var finding = Of(await ExamineAsync(database.Url), "snapshots");

        finding.Grade.ShouldBe(FindingGrade.Fine, "it is not old yet");
        finding.Detail.ShouldContain(
            $"process {connection.ProcessID} (report, user switchyard, from 127.0.0.1, idle in transaction)"
        );
    }

    [Fact]
    public async Task Examine_WithASlotThatNobodyUses_Warns()
    {
        Assert.SkipWhen(PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        await using var cluster = await PostgresCluster.StartAsync();
        await using (var source = NpgsqlDataSource.Create(PostgresStorage.ConnectionTextOf(cluster.UrlOf("postgres"))))
        await using (var connection = await source.OpenConnectionAsync())
        {
            await connection.ExecuteAsync("SELECT pg_create_physical_replication_slot('standby_of_old', true)");
        }

        var finding = Of(await ExamineAsync(cluster.UrlOf("postgres")), "replication slots");

        finding.Grade.ShouldBe(FindingGrade.Doubt);
        finding.Detail.ShouldContain("standby_of_old is used by nobody");
    }

    [Fact]
    public async Task Examine_ByAClockThatIsWrong_SaysByHowMuch()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = new ManualTime();
        clock.SetWallClock(TimeProvider.System.GetUtcNow().AddSeconds(-100));

        var finding = Of(await ExamineAsync(database.Url, clock), "database clock");

        finding.Grade.ShouldBe(FindingGrade.Doubt);
        finding.Detail.ShouldContain("ms ahead of this machine's");
    }

    [Fact]
    public async Task Examine_ByAUserWithoutRights_SaysWhatCannotBeSeen()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(
            $"CREATE USER r{database.Name}; GRANT USAGE ON SCHEMA switchyard TO r{database.Name}"
        );
        try
        {
            var report = await ExamineAsync(database.Url.Replace("switchyard@", $"r{database.Name}@"));

            Of(report, "schema").Detail.ShouldContain("permission denied");
            Of(report, "snapshots").Grade.ShouldBe(FindingGrade.Fine);
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY r{database.Name}; DROP USER r{database.Name}");
        }
    }

    [Theory]
    [InlineData("postgres://me:hush-hush@127.0.0.1:1/jobs", "127.0.0.1:1/jobs: The database cannot be reached")]
    [InlineData("", "does not exist")]
    public async Task Examine_OfADatabaseThatIsNotThere_SaysSoWithoutThePassword(string url, string detail)
    {
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);

        var report = await ExamineAsync(url.Length > 0 ? url : database.Url + "_not");

        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Name.ShouldBe("database");
        finding.Grade.ShouldBe(FindingGrade.Bad);
        finding.Detail.ShouldContain(detail);
        finding.Detail.ShouldNotContain("hush-hush");
    }

    [Theory]
    [InlineData("ready", 10, 19_000, 1, 3_600.0, FindingGrade.Fine)] // autovacuum is not due yet
    [InlineData("ready", 10, 90_000, 1, 3_600.0, FindingGrade.Doubt)] // and does not come
    [InlineData("ready", 10, 90_000, 1, 30.0, FindingGrade.Fine)] // a minute of a busy server
    [InlineData("ready", 10, 9_000_000, 900, 30.0, FindingGrade.Doubt)] // it comes, and a snapshot is held
    [InlineData("ready", 10, 10, 900, 30.0, FindingGrade.Doubt)] // what a deep queue left
    [InlineData("job", 1_000, 10, 900, 30.0, FindingGrade.Fine)] // payloads may be large
    [InlineData("ready", 10, 90_000, 1, null, FindingGrade.Fine)]
    public void Judge_OfATable_TellsWhatIsDeadFromWhatIsLate(
        string table,
        int live,
        int dead,
        int mebibytes,
        double? vacuumedAgo,
        FindingGrade grade
    )
    {
        var row = new TableRow
        {
            Name = table,
            Live = live,
            Dead = dead,
            Bytes = (long)mebibytes << 20,
            VacuumedAgo = vacuumedAgo,
            Options = ["autovacuum_vacuum_scale_factor=0", "autovacuum_vacuum_threshold=20000"],
            Threshold = 50,
            Share = 0.2,
        };

        var finding = TableFindings.Judge(row);

        finding.Grade.ShouldBe(grade, finding.Detail);
    }

    [Fact]
    public void Made_ReadFromTheMigrations_HasTheOptionsOfTheHotTables()
    {
        TableOptions.Made["ready"]["autovacuum_vacuum_threshold"].ShouldBe("20000");
        TableOptions.Made["progress"]["fillfactor"].ShouldBe("70");
        TableOptions.Made.Keys.ShouldBe(
            [
                "counter",
                "round",
                "answer",
                "ready",
                "later",
                "lease",
                "expiry",
                "progress",
                "callback",
                "schedule",
                "run",
                "run_count",
            ],
            ignoreOrder: true
        );
    }

    private static async Task<PostgresReport> ExamineAsync(string database, TimeProvider? clock = null) =>
        await PostgresDoctor.ExamineAsync(
            new PostgresStorageOptions { Database = database },
            clock ?? TimeProvider.System,
            CancellationToken.None
        );

    private static Finding Of(PostgresReport report, string name) =>
        report.Findings.Single(finding => finding.Name == name);

    private static IEnumerable<string> Worse(PostgresReport report, FindingGrade grade) =>
        report.Findings.Where(finding => finding.Grade == grade).Select(finding => finding.Name);
}
