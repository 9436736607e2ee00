using Npgsql;

namespace Switchyard.Storage.Postgres.Connections;

/// <summary>How connections are made: the operator's words, and what the driver cannot do without.</summary>
internal sealed class DataSources
{
    private const string DefaultSchema = "switchyard";

    /// <summary>Of sessions, set as they begin.</summary>
    private static readonly string[] Settings =
    [
        // Plans are kept, and made while tables are empty: by their statistics a scan of a table or a join by hashing is
        // best then, and is what ten million rows later takes a thousand times as long. Every statement here is meant to
        // seek by its index, so that is all that is allowed. Measured: 39,000 cycles/s, against 2,600 without.
        "enable_seqscan=off",
        "enable_bitmapscan=off",
        "enable_hashjoin=off",
        "enable_mergejoin=off",
        // Functions would plan each of their statements anew for every round as long as that looked cheaper: it took more
        // than running them did.
        "plan_cache_mode=force_generic_plan",
        // What is not allowed counts as very expensive, for which just-in-time compilation would be tried.
        "jit=off",
        // A client that vanished must not hold its locks for the two hours that TCP waits by default.
        "tcp_keepalives_idle=10",
        "tcp_keepalives_interval=5",
        "tcp_keepalives_count=3",
        "tcp_user_timeout=30000",
    ];

    private readonly NpgsqlConnectionStringBuilder _given;
    private readonly int _maxConnections;

    public DataSources(PostgresStorageOptions options)
    {
        _given = DatabaseText.Parse(options.Database);
        _maxConnections = options.MaxConnections;
        Schema = _given.SearchPath is { Length: > 0 } path ? path : DefaultSchema;
    }

    /// <summary>The schema that the tables are in.</summary>
    public string Schema { get; }

    /// <summary>Connections in the pool at most.</summary>
    public int PoolSize => IsGiven("Maximum Pool Size") ? _given.MaxPoolSize : _maxConnections;

    /// <summary>Which database it is, for people.</summary>
    public string Address => $"{_given.Host}:{_given.Port}/{_given.Database ?? _given.Username}";

    /// <summary>The pool for all but rounds.</summary>
    public NpgsqlDataSource Pool()
    {
        var text = Text("switchyard");
        text.MaxPoolSize = PoolSize;
        return NpgsqlDataSource.Create(text);
    }

    /// <summary>Connections as a node's, each a new one, to look at the database by.</summary>
    public NpgsqlDataSource Doctor()
    {
        var text = Text("switchyard doctor");
        text.Pooling = false;
        // Prepared statements fail behind a pooler that pools transactions, which is to be found and named.
        text.MaxAutoPrepare = 0;
        return NpgsqlDataSource.Create(text);
    }

    /// <summary>For the one connection of a node's rounds.</summary>
    public NpgsqlDataSource Single(long node)
    {
        var text = Text(NodeSession.NameOf(node));
        text.Pooling = false;
        text.HostRecheckSeconds = 0; // opened only when it broke, and what hosts were before does not matter then
        // After the command timeout the driver cancels. A commit that waits for a synchronous standby is then told to have
        // succeeded, with a warning that it is not replicated; breaking the connection instead leaves it to be looked up.
        text.CancellationTimeout = -1;
        return NpgsqlDataSource.Create(text);
    }

    // ContainsKey is another question: whether there is such a key at all.
    private bool IsGiven(string key) => _given.ShouldSerialize(key);

    private NpgsqlConnectionStringBuilder Text(string name)
    {
        var text = new NpgsqlConnectionStringBuilder(_given.ConnectionString)
        {
            ApplicationName = name,
            SearchPath = $"\"{Schema}\"", // as it is written: unquoted, the server would take its small letters
            Enlist = false,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 1,
            // Sessions are left as they were found: nothing is set in them but for a transaction.
            NoResetOnClose = true,
            Options = string.Join(' ', Settings.Select(setting => $"-c {setting}").Prepend(_given.Options)).Trim(),
        };
        if (!IsGiven("Timeout"))
        {
            text.Timeout = 5;
        }

        if (!IsGiven("Host Recheck Seconds"))
        {
            // The driver remembers what each host was, and would ask again every ten seconds: too late for one that is promoted,
            // too often for one that does not answer, for which all requests wait each of these times. Hosts are asked again
            // when something failed (StoreDatabase).
            text.HostRecheckSeconds = int.MaxValue;
        }

        if (!IsGiven("Target Session Attributes") && text.Host!.Contains(','))
        {
            text.TargetSessionAttributes = "primary"; // of several hosts the one that can be written to
        }

        return text;
    }
}
