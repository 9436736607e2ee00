using System.Text.Json.Serialization;
using Switchyard.Contracts.Json;

namespace Switchyard.Verbs;

/// <summary>How answers that only the command line gives are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 512,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(JobDetails))]
[JsonSerializable(typeof(CancelledJob))]
internal sealed partial class VerbsJson : JsonSerializerContext;
