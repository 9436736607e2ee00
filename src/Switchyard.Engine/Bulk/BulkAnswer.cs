namespace Switchyard.Engine.Bulk;

/// <summary>How the start of a bulk action was answered.</summary>
/// <param name="Action">The action; null when it was refused.</param>
/// <param name="Problem">For a refusal: what was wrong, in words for the client.</param>
/// <param name="IsBusy">For a refusal: too many are running; try again.</param>
public sealed record BulkAnswer(BulkAction? Action, string? Problem = null, bool IsBusy = false);
