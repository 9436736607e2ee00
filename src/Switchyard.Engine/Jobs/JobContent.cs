namespace Switchyard.Engine.Jobs;

/// <summary>What a job carries for its worker.</summary>
/// <param name="Payload">The opaque payload.</param>
/// <param name="Metadata">What the dialect stored beside it.</param>
public sealed record JobContent(Content Payload, ReadOnlyMemory<byte> Metadata);
