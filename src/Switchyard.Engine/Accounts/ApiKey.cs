namespace Switchyard.Engine.Accounts;

/// <summary>A stored API key.</summary>
/// <param name="Id">From 1.</param>
/// <param name="Key">What it was made with.</param>
/// <param name="CreatedAt">When.</param>
public sealed record ApiKey(long Id, NewApiKey Key, DateTimeOffset CreatedAt);
