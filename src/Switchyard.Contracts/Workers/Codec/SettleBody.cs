using Switchyard.Contracts.Workers.Http;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>A <see cref="SettleRequest"/> as it is read: results are slices of the body.</summary>
/// <param name="Results">1 to 10,000.</param>
/// <param name="Lease">Asks for the next jobs; null for none.</param>
public sealed record SettleBody(IReadOnlyList<JobResult> Results, LeaseRequest? Lease);
