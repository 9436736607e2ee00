namespace Switchyard.EndToEnd.Tests.Broker;

/// <summary>A task as a worker got it.</summary>
/// <param name="TaskId">The id that the result must carry.</param>
/// <param name="Json">The whole task, byte for byte, the id included.</param>
internal sealed record PushedTask(string TaskId, string Json);
