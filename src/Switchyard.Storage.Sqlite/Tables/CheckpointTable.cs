using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>What paused attempts left for the next ones.</summary>
internal sealed class CheckpointTable(Connection database)
{
    private readonly Statement _put = database.Prepare("INSERT OR REPLACE INTO checkpoint VALUES (?1, ?2, ?3)");
    private readonly Statement _find = database.Prepare("SELECT blob, bytes FROM checkpoint WHERE id = ?1");
    private readonly Statement _delete = database.Prepare("DELETE FROM checkpoint WHERE id = ?1");

    public void Put(long id, in Content content) =>
        _put.Bind(1, id).Bind(2, content.BlobId).Bind(3, content.Inline.Span).Run();

    public Content Find(long id)
    {
        if (!_find.Bind(1, id).Step())
        {
            return Content.Empty;
        }

        var content = new Content(_find.Copy(1), _find.Int64(0));
        _find.Reset();
        return content;
    }

    public void Delete(long id) => _delete.Bind(1, id).Run();
}
