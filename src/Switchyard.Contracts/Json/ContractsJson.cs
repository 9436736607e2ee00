using System.Text.Json.Serialization;
using Switchyard.Contracts.Audit;
using Switchyard.Contracts.Backups;
using Switchyard.Contracts.Bulk;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Events;
using Switchyard.Contracts.Executors;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Keys;
using Switchyard.Contracts.Schedules;
using Switchyard.Contracts.Stats;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Http;

namespace Switchyard.Contracts.Json;

/// <summary>
/// How the native records are written and read: snake_case names, absent instead of null, unknown members ignored.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 512,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(JobSubmission))]
[JsonSerializable(typeof(IReadOnlyList<JobSubmission>))]
[JsonSerializable(typeof(JobReference))]
[JsonSerializable(typeof(JobReferences))]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(JobAttempts))]
[JsonSerializable(typeof(JobWhyView))]
[JsonSerializable(typeof(JobOrderView))]
[JsonSerializable(typeof(JobLogView))]
[JsonSerializable(typeof(JobLogLine))]
[JsonSerializable(typeof(BulkCreation))]
[JsonSerializable(typeof(BulkView))]
[JsonSerializable(typeof(BulkList))]
[JsonSerializable(typeof(ScheduleSubmission))]
[JsonSerializable(typeof(ScheduleView))]
[JsonSerializable(typeof(ScheduleList))]
[JsonSerializable(typeof(ScheduleTrigger))]
[JsonSerializable(typeof(ScheduleRunView))]
[JsonSerializable(typeof(ScheduleRunList))]
[JsonSerializable(typeof(BackfillRequest))]
[JsonSerializable(typeof(BackfillView))]
[JsonSerializable(typeof(PreviewRequest))]
[JsonSerializable(typeof(PreviewView))]
[JsonSerializable(typeof(JobEventView))]
[JsonSerializable(typeof(EventSnapshot))]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(BackupView))]
[JsonSerializable(typeof(BackupList))]
[JsonSerializable(typeof(KeyCreation))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(CreatedKeyView))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(WorkerList))]
[JsonSerializable(typeof(WorkerRegistration))]
[JsonSerializable(typeof(WorkerRegistered))]
[JsonSerializable(typeof(LeaseRequest))]
[JsonSerializable(typeof(LeasedJobs))]
[JsonSerializable(typeof(LeaseReports))]
[JsonSerializable(typeof(LogReports))]
[JsonSerializable(typeof(LeaseStandings))]
[JsonSerializable(typeof(SettleRequest))]
[JsonSerializable(typeof(SettleAnswers))]
[JsonSerializable(typeof(ReleaseRequest))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(StatsView))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(byte[]))]
public sealed partial class ContractsJson : JsonSerializerContext;
