namespace Switchyard.Hosting;

/// <summary>The operator's own admin key, from <c>SWITCHYARD_ADMIN_KEY</c>.</summary>
internal static class AdminKey
{
    public const string Variable = "SWITCHYARD_ADMIN_KEY";

    private const int MinLength = 16;
    private const int MaxLength = 256;

    // What documents write where a key is to stand: whoever copies it has a key that everybody knows.
    private static readonly string[] Examples = ["changeme", "change-me", "your-", "example", "<", "..."];

    /// <summary>What is wrong with it; nothing when it may be used.</summary>
    public static IEnumerable<string> Problems(string key)
    {
        if (key.Length is < MinLength or > MaxLength)
        {
            yield return $"{Variable}: has {key.Length} characters, needs {MinLength} to {MaxLength}.";
        }

        if (key.Any(letter => letter is <= ' ' or > '~'))
        {
            yield return $"{Variable}: may have ASCII letters, digits and signs only.";
        }

        if (key.Distinct().Count() < 4 || Examples.Any(part => key.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"{Variable}: is an example, which everybody knows; make one of your own: openssl rand -hex 32";
        }
    }
}
