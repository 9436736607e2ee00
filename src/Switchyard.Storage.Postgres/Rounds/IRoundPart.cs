using Npgsql;

namespace Switchyard.Storage.Postgres.Rounds;

/// <summary>One statement of a round's batch, and what it answers.</summary>
internal interface IRoundPart
{
    /// <summary>Does it.</summary>
    NpgsqlBatchCommand Ask(in RoundKey round);

    /// <summary>Reads what it did, in the same columns, without doing it again: for a round whose answer was lost.</summary>
    NpgsqlBatchCommand AskAgain(in RoundKey round);

    /// <summary>Reads the rows of either.</summary>
    Task ReadAsync(NpgsqlDataReader rows);
}
