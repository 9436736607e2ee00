using System.Text.Json.Serialization;
using Switchyard.Gateway.Dialects.Scheduler.Node;
using Switchyard.Gateway.Dialects.Scheduler.Workers;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>How the records of this API are written: snake_case names, and null where there is nothing to tell.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    MaxDepth = 512,
    Converters = [typeof(SchedulerTimeConverter)]
)]
[JsonSerializable(typeof(SchedulerRecords.Envelope<object>), TypeInfoPropertyName = "EnvelopeObject")]
[JsonSerializable(typeof(SchedulerRecords.Envelope<HealthView>), TypeInfoPropertyName = "Health")]
[JsonSerializable(typeof(SchedulerRecords.Envelope<ReadinessView>), TypeInfoPropertyName = "Readiness")]
[JsonSerializable(typeof(SchedulerRecords.Envelope<LifeView>), TypeInfoPropertyName = "Life")]
[JsonSerializable(typeof(SchedulerRecords.Envelope<WorkerView>), TypeInfoPropertyName = "Worker")]
[JsonSerializable(typeof(SchedulerRecords.Envelope<IReadOnlyList<WorkerView>>), TypeInfoPropertyName = "Workers")]
[JsonSerializable(typeof(WorkerSettings))]
[JsonSerializable(typeof(WorkerFields))]
internal sealed partial class SchedulerJson : JsonSerializerContext;
