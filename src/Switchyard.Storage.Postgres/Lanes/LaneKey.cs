using System.Security.Cryptography;
using System.Text;
using Switchyard.Engine.Jobs;

namespace Switchyard.Storage.Postgres.Lanes;

/// <summary>What makes a lane. Text is as the database keeps it.</summary>
internal readonly record struct LaneKey(Dialect Dialect, long Owner, string Route)
{
    public static LaneKey Of(Dialect dialect, long owner, string type, IReadOnlyList<string> tags) =>
        new(dialect, owner, string.Concat(tags.Prepend(type).Select(text => $"{text.Length}:{text}")));

    /// <summary>The route by a hash: names may be longer than an index takes.</summary>
    public byte[] Digest() => SHA256.HashData(Encoding.UTF8.GetBytes(Route));
}
