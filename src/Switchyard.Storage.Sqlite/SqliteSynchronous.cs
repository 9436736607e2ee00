namespace Switchyard.Storage.Sqlite;

/// <summary>When a round counts as durable (https://www.sqlite.org/pragma.html#pragma_synchronous).</summary>
public enum SqliteSynchronous
{
    /// <summary>Never: a power cut loses rounds and may damage the database. For measurements only.</summary>
    Off,

    /// <summary>At the next checkpoint: a power cut loses rounds. For measurements only.</summary>
    Normal,

    /// <summary>Before it is answered.</summary>
    Full,
}
