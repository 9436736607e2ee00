using System.Security.Cryptography;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Blobs;

/// <summary>Large bytes, by a connection that no round waits for.</summary>
internal sealed class BlobStore(StoreDatabase database, StoreClock clock) : IBlobStore
{
    public ValueTask<long> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var sha256 = SHA256.HashData(bytes.Span);
        return database.WriteAsync(
            async connection =>
            {
                await using var insert = new NpgsqlCommand(
                    """
                    INSERT INTO blob (uses, since, length, sha256, bytes)
                    VALUES (0, clock($1, $2), $3, $4, $5) RETURNING id
                    """,
                    connection
                )
                {
                    Parameters =
                    {
                        new NpgsqlParameter
                        {
                            Value = clock.Given ?? (object)DBNull.Value,
                            NpgsqlDbType = NpgsqlDbType.Bigint,
                        },
                        new NpgsqlParameter<long> { TypedValue = clock.Ahead },
                        new NpgsqlParameter<long> { TypedValue = bytes.Length },
                        new NpgsqlParameter<byte[]> { TypedValue = sha256 },
                        new NpgsqlParameter<ReadOnlyMemory<byte>>
                        {
                            TypedValue = bytes,
                            NpgsqlDbType = NpgsqlDbType.Bytea,
                        },
                    },
                };
                return (long)(await insert.ExecuteScalarAsync(cancellation))!;
            },
            cancellation
        );
    }

    public ValueTask<byte[]?> ReadAsync(long id, CancellationToken cancellation) =>
        database.ReadAsync(
            connection => connection.ExecuteScalarAsync<byte[]?>("SELECT bytes FROM blob WHERE id = @id", new { id }),
            cancellation
        );
}
