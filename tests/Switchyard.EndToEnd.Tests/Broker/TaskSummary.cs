namespace Switchyard.EndToEnd.Tests.Broker;

/// <summary>The <c>summary</c> of <c>GET /api/tasks</c>.</summary>
/// <param name="Total">Completed and pending.</param>
/// <param name="Completed">Ended in any way.</param>
/// <param name="Pending">Unfinished, assigned or not.</param>
/// <param name="Assigned">At a worker now.</param>
internal sealed record TaskSummary(long Total, long Completed, long Pending, long Assigned);
