using System.Security.Cryptography;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Blobs;

/// <summary>Large bytes, written part by part so that no round waits for more than one part.</summary>
internal sealed class BlobStore(ReaderPool readers, Writer writer, StoreTables tables, StoreState state) : IBlobStore
{
    public async ValueTask<long> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var sha256 = SHA256.HashData(bytes.Span);
        var blob = await writer.RunAsync(() => tables.Blobs.Insert(bytes.Length, sha256, state.Now), cancellation);

        // Parts without an end, after a cancellation or a crash, belong to a blob that nothing refers to.
        for (var (part, at) = (0, 0); at < bytes.Length; part++, at += BlobTable.PartSize)
        {
            var (number, slice) = (part, bytes.Slice(at, Math.Min(BlobTable.PartSize, bytes.Length - at)));
            await writer.RunAsync(
                () =>
                {
                    tables.Blobs.InsertPart(blob, number, slice.Span);
                    return number;
                },
                cancellation
            );
        }

        return blob;
    }

    public ValueTask<byte[]?> ReadAsync(long id, CancellationToken cancellation) =>
        readers.ReadAsync(reader => reader.Tables.Blobs.Read(id), cancellation);
}
