using Switchyard.Engine.Accounts;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Keys;

/// <summary>A row of <c>api_key</c>.</summary>
internal sealed record KeyRow(
    long Id,
    string Name,
    int Scopes,
    short IdFormat,
    long? MaxQueued,
    int? MaxPerMinute,
    long Created,
    byte[] Hash
)
{
    public ApiKey ToKey() =>
        new(
            Id,
            new NewApiKey(Name, (ApiScopes)Scopes, (IdFormat)IdFormat, Hash, MaxQueued, MaxPerMinute),
            Micros.ToTime(Created)
        );
}
