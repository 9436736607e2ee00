namespace Switchyard.Storage.Sqlite.Writing;

/// <summary>The file of the write-ahead log.</summary>
internal static class WalFile
{
    /// <summary>
    /// Makes the file as long as it will get, with zeros, which SQLite takes for no log. While the file grows, each
    /// sync has to commit the file system's journal too: measured on ext4, that doubles a sync's processor time and
    /// multiplies its latency; over space that is there it is one write.
    /// </summary>
    /// <param name="database">The database's file; open, with no transaction under way.</param>
    /// <param name="length">Bytes.</param>
    public static void Extend(string database, long length)
    {
        using var file = new FileStream(
            database + "-wal",
            FileMode.OpenOrCreate,
            FileAccess.Write,
            FileShare.ReadWrite,
            bufferSize: 0
        );
        var before = file.Length;
        var zeros = new byte[1 << 20];
        try
        {
            for (file.Position = before; file.Position < length; )
            {
                file.Write(zeros, 0, (int)Math.Min(zeros.Length, length - file.Position));
            }
        }
        catch (IOException)
        {
            // The disk is nearly full: what is left of it is worth more than speed.
            file.SetLength(before);
        }
    }
}
