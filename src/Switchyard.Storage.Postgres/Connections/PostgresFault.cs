using System.Net.Sockets;
using Npgsql;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Connections;

/// <summary>What a failure of PostgreSQL, or of the way to it, means.</summary>
internal static class PostgresFault
{
    /// <summary>Whether it is the server's word that the statement failed, its transaction with it, and the connection goes on.</summary>
    public static bool IsRefusal(Exception fault) =>
        fault is PostgresException { InvariantSeverity: "ERROR" } refusal
        && !refusal.SqlState.StartsWith("08", StringComparison.Ordinal);

    /// <summary>Whether the way to the server broke: what was under way may or may not have been done.</summary>
    public static bool IsBreak(Exception fault) =>
        !IsRefusal(fault)
        && fault is NpgsqlException or IOException or SocketException or TimeoutException or ObjectDisposedException;

    /// <summary>Whether the transaction was the one of several in each other's way that the server ended: it goes through the next time.</summary>
    public static bool IsDeadlock(Exception fault) =>
        fault is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected };

    /// <summary>Whether it is no bug, and so to be told by <see cref="Translate"/>.</summary>
    public static bool IsOutage(Exception fault) => Translate(fault) != fault;

    /// <summary>The exception to throw for a failure that changed nothing; a bug is thrown as it is.</summary>
    public static Exception Translate(Exception fault) =>
        fault switch
        {
            PostgresException { SqlState: "SY001" } => new StorageFatalException(
                "Another process took this node's place in the database.",
                fault
            ),
            PostgresException { SqlState: "53100" } => Unavailable("The database's disk is full", fault),
            PostgresException { SqlState: "25006" } => Unavailable("The database is read-only", fault),
            PostgresException refusal when IsPassing(refusal.SqlState) => Unavailable(
                $"PostgreSQL cannot serve now: {refusal.MessageText}",
                fault
            ),
            PostgresException => fault,
            _ when IsBreak(fault) => Unavailable($"The database cannot be reached: {Innermost(fault)}", fault),
            _ => fault,
        };

    // Classes of https://www.postgresql.org/docs/15/errcodes-appendix.html: connections, invalid authorization (a
    // password may be changed on one side first), no such database, conflicts between transactions, resources, locks,
    // intervention of an operator, the system.
    private static bool IsPassing(string state) =>
        state[..2] is "08" or "28" or "3D" or "40" or "53" or "55" or "57" or "58";

    private static StorageUnavailableException Unavailable(string message, Exception fault) =>
        new($"{message.TrimEnd('.')}.", fault);

    private static string Innermost(Exception fault)
    {
        while (fault.InnerException is { } inner)
        {
            fault = inner;
        }

        return fault.Message;
    }
}
