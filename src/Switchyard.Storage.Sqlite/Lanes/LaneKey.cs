using Switchyard.Engine.Jobs;

namespace Switchyard.Storage.Sqlite.Lanes;

/// <summary>What makes a lane.</summary>
internal readonly record struct LaneKey(Dialect Dialect, long Owner, string Type, string Tags)
{
    // Lengths before the tags: whatever characters they have, no two lists of tags read alike.
    public static LaneKey Of(Dialect dialect, long owner, string type, IReadOnlyList<string> tags) =>
        new(dialect, owner, type, tags.Count == 0 ? "" : string.Concat(tags.Select(tag => $"{tag.Length}:{tag}")));
}
