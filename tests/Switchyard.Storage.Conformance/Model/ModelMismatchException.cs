namespace Switchyard.Storage.Conformance.Model;

/// <summary>The store did what the model does not allow.</summary>
public sealed class ModelMismatchException(string message) : Exception(message);
