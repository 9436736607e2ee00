using System.Text;
using SQLitePCL;

namespace Switchyard.Storage.Sqlite.Native;

/// <summary>
/// A prepared statement: bind, step, read. Parameters are numbered from 1, columns from 0. What is bound stays bound
/// until it is bound anew.
/// </summary>
internal sealed unsafe class Statement(Connection connection, string sql) : IDisposable
{
    private const uint Persistent = 1; // SQLITE_PREPARE_PERSISTENT: kept for long, so not from lookaside memory

    private sqlite3_stmt? _statement;
    private nint _handle;

    private nint Handle => _handle != 0 ? _handle : Prepare();

    public Statement Bind(int index, long value)
    {
        Check(SqliteCalls.BindInt64(Handle, index, value));
        return this;
    }

    public Statement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        Span<byte> buffer = stackalloc byte[512];
        var text = value.Length * 3 <= buffer.Length ? buffer : new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        var length = Encoding.UTF8.GetBytes(value, text);
        fixed (byte* bytes = text)
        {
            Check(SqliteCalls.BindText(Handle, index, bytes, length, SqliteCalls.Copied));
        }

        return this;
    }

    /// <summary>Binds bytes; none at all are stored as null.</summary>
    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return BindNull(index);
        }

        fixed (byte* bytes = value)
        {
            Check(SqliteCalls.BindBlob(Handle, index, bytes, value.Length, SqliteCalls.Copied));
        }

        return this;
    }

    public Statement BindNull(int index)
    {
        Check(SqliteCalls.BindNull(Handle, index));
        return this;
    }

    /// <summary>Goes to the next row; at the end, false, and the statement can be run again.</summary>
    public bool Step()
    {
        var code = SqliteCalls.Step(Handle);
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
        if (_handle != 0)
        {
            // It repeats the code of the last step, which was seen there.
            _ = SqliteCalls.Reset(_handle);
        }
    }

    public long Int64(int column) => SqliteCalls.ColumnInt64(_handle, column);

    public int Int32(int column) => (int)Int64(column);

    public bool Flag(int column) => Int64(column) != 0;

    public bool IsNull(int column) => SqliteCalls.ColumnType(_handle, column) == raw.SQLITE_NULL;

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The column's bytes, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) =>
        new(SqliteCalls.ColumnBlob(_handle, column), SqliteCalls.ColumnBytes(_handle, column));

    /// <summary>A copy of the column's bytes; empty for null.</summary>
    public ReadOnlyMemory<byte> Copy(int column)
    {
        var bytes = Bytes(column);
        return bytes.IsEmpty ? default(ReadOnlyMemory<byte>) : bytes.ToArray();
    }

    public void Dispose()
    {
        _handle = 0;
        _statement?.Dispose();
        _statement = null;
    }

    private nint Prepare()
    {
        connection.Check(raw.sqlite3_prepare_v3(connection.Handle, sql, Persistent, out var statement), sql);
        _statement = statement;
        return _handle = statement.DangerousGetHandle();
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw connection.Fault(sql);
        }
    }
}
