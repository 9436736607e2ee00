using System.Text.Json.Serialization;
using Switchyard.Gateway.Dialects.Scheduler.Node;
using Switchyard.Gateway.Dialects.Scheduler.Runs;
using Switchyard.Gateway.Dialects.Scheduler.Tasks;
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
[JsonSerializable(typeof(SchedulerRecords.Envelope<TaskView>), TypeInfoPropertyName = "Task")]
[JsonSerializable(
    typeof(SchedulerRecords.Envelope<SchedulerRecords.Listing<TaskView>>),
    TypeInfoPropertyName = "Tasks"
)]
[JsonSerializable(typeof(SchedulerRecords.Envelope<PreviewView>), TypeInfoPropertyName = "Preview")]
[JsonSerializable(typeof(SchedulerRecords.Envelope<RunView>), TypeInfoPropertyName = "Run")]
[JsonSerializable(typeof(SchedulerRecords.Envelope<SchedulerRecords.Listing<RunView>>), TypeInfoPropertyName = "Runs")]
[JsonSerializable(typeof(SchedulerRecords.Envelope<RunLogView>), TypeInfoPropertyName = "RunLog")]
[JsonSerializable(typeof(SchedulerRecords.Envelope<StatusView>), TypeInfoPropertyName = "Status")]
[JsonSerializable(typeof(TaskFields))]
[JsonSerializable(typeof(PreviewFields))]
[JsonSerializable(typeof(TriggerFields))]
[JsonSerializable(typeof(WorkerSettings))]
[JsonSerializable(typeof(WorkerFields))]
internal sealed partial class SchedulerJson : JsonSerializerContext;
