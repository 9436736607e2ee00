using System.Text.Json.Serialization;

namespace Switchyard.Bench.Report;

/// <summary>How the report is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(ReportFile))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
