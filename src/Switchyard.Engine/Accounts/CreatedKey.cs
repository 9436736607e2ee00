namespace Switchyard.Engine.Accounts;

/// <summary>A key just made.</summary>
/// <param name="Key">What was stored.</param>
/// <param name="Secret">The text to present, shown this once.</param>
public sealed record CreatedKey(ApiKey Key, string Secret);
