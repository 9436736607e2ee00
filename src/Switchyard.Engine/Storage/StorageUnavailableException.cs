namespace Switchyard.Engine.Storage;

/// <summary>The store cannot serve now and may later: disk full, read-only, connection lost. Nothing was changed. Transient.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
