using Switchyard.Engine.Accounts;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Time;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>API keys.</summary>
internal sealed class KeyTable(Connection database)
{
    private readonly Statement _insert = database.Prepare(
        """
        INSERT INTO api_key (name, scopes, id_format, max_queued, max_per_minute, created, hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id
        """
    );
    private readonly Statement _list = database.Prepare(
        "SELECT id, name, scopes, id_format, max_queued, max_per_minute, created, hash FROM api_key ORDER BY id"
    );
    private readonly Statement _delete = database.Prepare("DELETE FROM api_key WHERE id = ?1 RETURNING id");

    public long Insert(NewApiKey key, long now)
    {
        _insert.Bind(1, key.Name).Bind(2, (int)key.Scopes).Bind(3, (int)key.IdFormat).Bind(4, key.MaxQueued);
        _insert.Bind(5, key.MaxPerMinute).Bind(6, now).Bind(7, key.Hash.Span);
        return _insert.Number()!.Value;
    }

    public List<ApiKey> List()
    {
        var keys = new List<ApiKey>();
        while (_list.Step())
        {
            var key = new NewApiKey(
                _list.Text(1),
                (ApiScopes)_list.Int32(2),
                (IdFormat)_list.Int32(3),
                _list.Copy(7),
                _list.Int64OrNull(4),
                (int?)_list.Int64OrNull(5)
            );
            keys.Add(new ApiKey(_list.Int64(0), key, Micros.ToTime(_list.Int64(6))));
        }

        return keys;
    }

    public bool Delete(long id) => _delete.Bind(1, id).Number() is not null;
}
