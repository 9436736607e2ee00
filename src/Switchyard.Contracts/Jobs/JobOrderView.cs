namespace Switchyard.Contracts.Jobs;

/// <summary>
/// The answer of an order, <c>POST /api/v1/jobs/{id}/cancel</c> and its like. A refused order is a problem of status 409.
/// </summary>
/// <param name="Answer">done, or asked when the worker was asked to pause and has not answered yet.</param>
/// <param name="State">The job's state now.</param>
public sealed record JobOrderView(string Answer, string State);
