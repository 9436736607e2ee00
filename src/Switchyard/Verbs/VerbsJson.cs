using System.Text.Json.Serialization;
using Switchyard.Contracts.Json;
using Switchyard.Storage.Postgres.Backups;
using Switchyard.Storage.Sqlite.Backups;
using Switchyard.Verbs.Checks;

namespace Switchyard.Verbs;

/// <summary>How answers that only the command line gives are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 512,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(JobDetails))]
[JsonSerializable(typeof(OrderedJob))]
[JsonSerializable(typeof(DeletedKey))]
[JsonSerializable(typeof(TopSample))]
[JsonSerializable(typeof(List<ConfigValue>))]
[JsonSerializable(typeof(List<Check>))]
[JsonSerializable(typeof(RestoreResult))]
[JsonSerializable(typeof(PostgresRestoreResult))]
internal sealed partial class VerbsJson : JsonSerializerContext;
