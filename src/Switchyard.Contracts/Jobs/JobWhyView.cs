namespace Switchyard.Contracts.Jobs;

/// <summary>Why a job is where it is: the answer of <c>GET /api/v1/jobs/{id}/why</c>.</summary>
/// <param name="State">Its state.</param>
/// <param name="Cause">
/// One word: ready, running, finished, draft, paused, later, no_worker, tags_unmatched, at_capacity or draining.
/// </param>
/// <param name="Detail">The same in words, with the names and times that matter.</param>
public sealed record JobWhyView(string State, string Cause, string Detail);
