namespace Switchyard.Verbs;

/// <summary>An option as <c>config</c> shows it.</summary>
/// <param name="Key">With colons.</param>
/// <param name="Value">As it counts; masked when it is a secret.</param>
/// <param name="Source">Where it stands: a file, a variable, an option of the command line, or <c>default</c>.</param>
internal sealed record ConfigValue(string Key, string Value, string Source);
