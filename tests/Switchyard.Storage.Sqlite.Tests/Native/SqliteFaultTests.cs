using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tests.Native;

public sealed class SqliteFaultTests
{
    // Extended result codes, https://www.sqlite.org/rescode.html
    [Theory]
    [InlineData(13, typeof(StorageUnavailableException))] // FULL
    [InlineData(8, typeof(StorageUnavailableException))] // READONLY
    [InlineData(1032, typeof(StorageUnavailableException))] // READONLY_DBMOVED
    [InlineData(778, typeof(StorageUnavailableException))] // IOERR_WRITE
    [InlineData(266, typeof(StorageUnavailableException))] // IOERR_READ
    [InlineData(14, typeof(StorageUnavailableException))] // CANTOPEN
    [InlineData(5, typeof(StorageUnavailableException))] // BUSY
    [InlineData(1034, typeof(StorageFatalException))] // IOERR_FSYNC
    [InlineData(1290, typeof(StorageFatalException))] // IOERR_DIR_FSYNC
    [InlineData(11, typeof(StorageFatalException))] // CORRUPT
    [InlineData(26, typeof(StorageFatalException))] // NOTADB
    [InlineData(1, typeof(InvalidOperationException))] // ERROR
    [InlineData(1555, typeof(InvalidOperationException))] // CONSTRAINT_PRIMARYKEY
    public void From_Code_IsTransientFatalOrABug(int code, Type fault) =>
        SqliteFault.From(code, "message", "statement").ShouldBeOfType(fault);
}
