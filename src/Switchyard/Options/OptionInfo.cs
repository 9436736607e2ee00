namespace Switchyard.Options;

/// <summary>What people are told of an option.</summary>
/// <param name="Key">With colons: <c>Dialects:Broker:Listen</c>.</param>
/// <param name="Values">What it may be: <c>1s to 1h</c>.</param>
/// <param name="Default">As it would be written.</param>
/// <param name="Meaning">One sentence.</param>
internal sealed record OptionInfo(string Key, string Values, string Default, string Meaning)
{
    /// <summary>Whether it holds several values: separated by commas, or one by one under <c>Key:0</c>, <c>Key:1</c>…</summary>
    public bool IsList { get; init; }

    /// <summary>How a value of it is shown: as it was given, unless it is a secret or has one in it.</summary>
    public Func<string, string> Show { get; init; } = text => text;
}
