namespace Switchyard.Options;

/// <summary>An option: what it is called and says, and how its text is read.</summary>
/// <param name="Info">For people.</param>
/// <param name="Fallback">Its value when nobody gave one.</param>
/// <param name="Read">
/// Turns the given texts (one, or the items of a list) into the value; false when they are none of
/// <see cref="OptionInfo.Values"/>.
/// </param>
internal sealed record NodeOption<T>(OptionInfo Info, T Fallback, NodeOption<T>.Reader Read)
{
    public delegate bool Reader(IReadOnlyList<string> texts, out T value);
}
