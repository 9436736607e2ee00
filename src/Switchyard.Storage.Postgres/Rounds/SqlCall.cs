using Npgsql;
using NpgsqlTypes;

namespace Switchyard.Storage.Postgres.Rounds;

/// <summary>Statements with their parameters in order, typed, so that each text is prepared once a connection.</summary>
internal static class SqlCall
{
    /// <summary>The statement; parameters are added in the order of its numbers.</summary>
    public static NpgsqlBatchCommand Of(string sql, in RoundKey round) =>
        new NpgsqlBatchCommand(sql).With(round.Node).With(round.Serial);

    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand call, T value)
    {
        call.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return call;
    }

    public static NpgsqlBatchCommand WithBytes(this NpgsqlBatchCommand call, ReadOnlyMemory<byte>[] values)
    {
        call.Parameters.Add(
            new NpgsqlParameter<ReadOnlyMemory<byte>[]>
            {
                TypedValue = values,
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
            }
        );
        return call;
    }

    public static NpgsqlBatchCommand WithNumber(this NpgsqlBatchCommand call, long? value)
    {
        call.Parameters.Add(
            new NpgsqlParameter { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }
        );
        return call;
    }
}
