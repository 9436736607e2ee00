namespace Switchyard.Engine.Storage;

/// <summary>What is durable is unknown, or the store is not one that this binary may open. The process ends; never retried.</summary>
public sealed class StorageFatalException(string message, Exception? inner = null) : Exception(message, inner);
