using Npgsql;

namespace Switchyard.Storage.Postgres.Connections;

/// <summary>Reads the name of a database: a URL as other tools of PostgreSQL take it, or Npgsql's key=value text.</summary>
internal static class DatabaseText
{
    private const int DefaultPort = 5432;

    /// <summary>The connection text.</summary>
    /// <exception cref="FormatException">It is neither; the message says what is wrong and shows no password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            var builder = PostgresStorage.IsUrl(text) ? FromUrl(text) : new NpgsqlConnectionStringBuilder(text);
            return builder.Host is not { Length: > 0 } ? throw new FormatException("it names no host")
                : builder.SearchPath?.AsSpan().IndexOfAny(',', '"') >= 0
                    ? throw new FormatException("its search path is not the plain name of one schema")
                : builder;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidCastException or KeyNotFoundException)
        {
            throw new FormatException($"it is no connection text: {fault.Message.TrimEnd('.')}", fault);
        }
    }

    // postgres://user:password@host:port,host2:port2/database?sslmode=require&target_session_attrs=primary
    private static NpgsqlConnectionStringBuilder FromUrl(string text)
    {
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (address, query) = Split(rest, rest.IndexOf('?', StringComparison.Ordinal));
        var (authority, database) = Split(address, address.IndexOf('/', StringComparison.Ordinal));
        // The last one: a password may have been written with a plain @ in it.
        var at = authority.LastIndexOf('@');
        var hosts = authority[(at + 1)..].Split(',');
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = hosts is [var only] ? HostOf(only) : string.Join(',', hosts.Select(WithPort)),
        };
        if (hosts.Length == 1)
        {
            builder.Port = PortOf(hosts[0]);
        }

        if (at >= 0)
        {
            var (user, password) = Split(
                authority[..at],
                authority.IndexOf(':', StringComparison.Ordinal) is var colon && colon < at ? colon : -1
            );
            builder.Username = Uri.UnescapeDataString(user);
            builder.Password = password.Length > 0 ? Uri.UnescapeDataString(password) : null;
        }

        if (database.Length > 0)
        {
            builder.Database = Uri.UnescapeDataString(database);
        }

        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = Split(pair, pair.IndexOf('=', StringComparison.Ordinal));
            builder[KeyOf(Uri.UnescapeDataString(key))] = ValueOf(Uri.UnescapeDataString(value));
        }

        return builder;
    }

    // The names of libpq for what Npgsql names otherwise; all others are Npgsql's own.
    private static string KeyOf(string key) =>
        key switch
        {
            "sslmode" => "SSL Mode",
            "sslrootcert" => "Root Certificate",
            "sslcert" => "SSL Certificate",
            "sslkey" => "SSL Key",
            "connect_timeout" => "Timeout",
            "target_session_attrs" => "Target Session Attributes",
            "application_name" => "Application Name",
            _ => key,
        };

    private static string ValueOf(string value) =>
        value switch
        {
            "verify-ca" => "VerifyCA",
            "verify-full" => "VerifyFull",
            _ => value,
        };

    private static string WithPort(string host) => $"{HostOf(host)}:{PortOf(host)}";

    // An IPv6 address stands in brackets: [::1]:5432.
    private static string HostOf(string host) =>
        host.StartsWith('[')
            ? host[1..Math.Max(1, host.IndexOf(']', StringComparison.Ordinal))]
            : Split(host, host.IndexOf(':', StringComparison.Ordinal)).Left;

    private static int PortOf(string host)
    {
        var text = Split(host, host.LastIndexOf(':') is var colon && colon > host.LastIndexOf(']') ? colon : -1).Right;
        return text.Length == 0 ? DefaultPort
            : int.TryParse(text, out var port) && port is > 0 and < 65_536 ? port
            : throw new FormatException(
                "its port is no number from 1 to 65535; in a password, / ? and % are written %2F %3F %25"
            );
    }

    private static (string Left, string Right) Split(string text, int at) =>
        at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
}
