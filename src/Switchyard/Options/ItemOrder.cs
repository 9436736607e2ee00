namespace Switchyard.Options;

/// <summary>Orders keys of one list: <c>Key:2</c> before <c>Key:10</c>.</summary>
internal sealed class ItemOrder : IComparer<string>
{
    public static ItemOrder Instance { get; } = new();

    public int Compare(string? x, string? y) =>
        (x?.Length ?? 0) == (y?.Length ?? 0) ? StringComparer.OrdinalIgnoreCase.Compare(x, y)
        : (x?.Length ?? 0) < (y?.Length ?? 0) ? -1
        : 1;
}
