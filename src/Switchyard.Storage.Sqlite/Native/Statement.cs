using System.Text;
using SQLitePCL;

namespace Switchyard.Storage.Sqlite.Native;

/// <summary>
/// A prepared statement: bind, step, read. Parameters are numbered from 1, columns from 0. What is bound stays bound
/// until it is bound anew.
/// </summary>
internal sealed class Statement(Connection connection, string sql) : IDisposable
{
    private const uint Persistent = 1; // SQLITE_PREPARE_PERSISTENT: kept for long, so not from lookaside memory

    private sqlite3_stmt? _statement;

    private sqlite3_stmt Prepared => _statement ?? Prepare();

    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(Prepared, index, value));
        return this;
    }

    public Statement Bind(int index, long? value)
    {
        Check(
            value is { } number
                ? raw.sqlite3_bind_int64(Prepared, index, number)
                : raw.sqlite3_bind_null(Prepared, index)
        );
        return this;
    }

    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(Prepared, index));
            return this;
        }

        Span<byte> buffer = stackalloc byte[512];
        var text = value.Length * 3 <= buffer.Length ? buffer : new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        Check(raw.sqlite3_bind_text(Prepared, index, text[..Encoding.UTF8.GetBytes(value, text)]));
        return this;
    }

    /// <summary>Binds bytes; none at all are stored as null.</summary>
    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? raw.sqlite3_bind_null(Prepared, index) : raw.sqlite3_bind_blob(Prepared, index, value));
        return this;
    }

    /// <summary>Goes to the next row; at the end, false, and the statement can be run again.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(Prepared);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        var fault = code == raw.SQLITE_DONE ? null : connection.Fault(sql);
        Reset();
        return fault is null ? false : throw fault;
    }

    /// <summary>Runs it to its end, whatever rows it gives.</summary>
    public void Run()
    {
        while (Step()) { }
    }

    /// <summary>Runs it for the one number that it gives; null for null or no row.</summary>
    public long? Number()
    {
        var number = Step() ? Int64OrNull(0) : null;
        Reset();
        return number;
    }

    /// <summary>Runs it for the numbers in its first column.</summary>
    public List<long> Numbers()
    {
        var numbers = new List<long>();
        while (Step())
        {
            numbers.Add(Int64(0));
        }

        return numbers;
    }

    /// <summary>Leaves the remaining rows.</summary>
    public void Reset()
    {
        if (_statement is not null)
        {
            // It repeats the code of the last step, which was seen there.
            _ = raw.sqlite3_reset(_statement);
        }
    }

    public long Int64(int column) => raw.sqlite3_column_int64(Prepared, column);

    public int Int32(int column) => (int)raw.sqlite3_column_int64(Prepared, column);

    public bool Flag(int column) => raw.sqlite3_column_int64(Prepared, column) != 0;

    public bool IsNull(int column) => raw.sqlite3_column_type(Prepared, column) == raw.SQLITE_NULL;

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The column's bytes, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(Prepared, column);

    /// <summary>A copy of the column's bytes; empty for null.</summary>
    public ReadOnlyMemory<byte> Copy(int column)
    {
        var bytes = Bytes(column);
        return bytes.IsEmpty ? default(ReadOnlyMemory<byte>) : bytes.ToArray();
    }

    public void Dispose()
    {
        _statement?.Dispose();
        _statement = null;
    }

    private sqlite3_stmt Prepare()
    {
        connection.Check(raw.sqlite3_prepare_v3(connection.Handle, sql, Persistent, out var statement), sql);
        return _statement = statement;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw connection.Fault(sql);
        }
    }
}
