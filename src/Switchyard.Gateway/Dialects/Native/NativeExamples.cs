using Switchyard.Contracts.Audit;
using Switchyard.Contracts.Backups;
using Switchyard.Contracts.Bulk;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Keys;
using Switchyard.Contracts.Schedules;
using Switchyard.Contracts.Stats;
using Switchyard.Contracts.Workers;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>One example of each record that the native API's document shows.</summary>
internal static class NativeExamples
{
    private const string Job =
        """{"id":17,"uuid":"00000000-0000-8001-84c1-1f0de2a3b4c5","type":"resize","state":"succeeded","dialect":"native","tags":["gpu"],"priority":5,"attempt":1,"max_attempts":3,"created_at":"2030-01-02T12:00:00.250000Z","started_at":"2030-01-02T12:00:00.260000Z","finished_at":"2030-01-02T12:00:01.500000Z","worker":"resizer-1","payload":{"width":1280},"progress":{"percent":90},"result":{"size":[1280,720]}}""";

    private const string Bulk =
        """{"id":3,"action":"cancel","status":"running","dry_run":false,"filter":{"state":["pending"],"type":"resize"},"expected":120000,"matched":41000,"done":40998,"refused":2,"created_at":"2030-01-02T12:00:00.250000Z"}""";

    private const string Backup =
        """{"name":"switchyard-20300102T120000Z.db","bytes":73728000,"created_at":"2030-01-02T12:00:03.125000Z"}""";

    private const string Schedule =
        """{"id":4,"name":"nightly","type":"backup","status":"active","schedule":"0 2 * * *","time_zone":"Europe/Berlin","overlap":"skip","catch_up":"one","jitter_ms":0,"priority":5,"max_attempts":3,"backoff_ms":1000,"max_backoff_ms":3600000,"dialect":"native","key":2,"version":1,"created_at":"2030-01-02T12:00:00.250000Z","changed_at":"2030-01-02T12:00:00.250000Z","next_slot":"2030-01-03T01:00:00.000000Z","due_at":"2030-01-03T01:00:00.000000Z","runs":0}""";

    private const string Run =
        """{"schedule_id":4,"slot":"2030-01-03T01:00:00.000000Z","job":{"id":17,"uuid":"00000000-0000-8001-84c1-1f0de2a3b4c5","type":"backup","state":"running","dialect":"scheduler","priority":5,"attempt":1,"max_attempts":3,"created_at":"2030-01-03T01:00:00.004000Z","started_at":"2030-01-03T01:00:00.005000Z","worker":"backup-1"}}""";

    /// <summary>By record.</summary>
    public static IReadOnlyDictionary<Type, string> All { get; } =
        new Dictionary<Type, string>
        {
            [typeof(JobSubmission)] =
                """{"type":"resize","payload":{"url":"https://example.com/a.png","width":1280},"tags":["gpu"],"max_attempts":3,"backoff_ms":1000}""",
            [typeof(JobReference)] = """{"id":17,"uuid":"00000000-0000-8001-84c1-1f0de2a3b4c5"}""",
            [typeof(JobView)] = Job,
            [typeof(JobList)] = $$"""{"jobs":[{{Job}}],"before":17}""",
            [typeof(JobAttempts)] =
                """{"attempts":[{"number":1,"worker":"resizer-1","started_at":"2030-01-02T12:00:00.260000Z","ended_at":"2030-01-02T12:00:01.500000Z","reason":"error","error":"no such host"}]}""",
            [typeof(JobWhyView)] =
                """{"state":"pending","cause":"no_worker","detail":"No worker that does 'resize' is connected."}""",
            [typeof(JobOrderView)] = """{"answer":"done","state":"cancelled"}""",
            [typeof(JobLogView)] =
                """{"lines":[{"attempt":1,"line":0,"text":"fetching"},{"attempt":1,"line":1,"text":"scaling"}],"next":"1-2","end":false}""",
            [typeof(BulkCreation)] =
                """{"action":"cancel","filter":{"state":["pending"],"type":"resize","created_before":"2030-01-02T00:00:00Z"},"dry_run":true}""",
            [typeof(BulkView)] = Bulk,
            [typeof(BulkList)] = $$"""{"bulk":[{{Bulk}}]}""",
            [typeof(ScheduleSubmission)] =
                """{"name":"nightly","type":"backup","schedule":"0 2 * * *","time_zone":"Europe/Berlin","payload":{"database":"orders"},"max_attempts":3,"backoff_ms":1000}""",
            [typeof(ScheduleView)] = Schedule,
            [typeof(ScheduleList)] = $$"""{"schedules":[{{Schedule}}],"total":1,"page":1,"size":50}""",
            [typeof(ScheduleTrigger)] = """{"payload":{"database":"orders","full":true}}""",
            [typeof(ScheduleRunView)] = Run,
            [typeof(ScheduleRunList)] = $$"""{"runs":[{{Run}}],"total":1,"page":1,"size":50}""",
            [typeof(BackfillRequest)] = """{"from":"2029-12-01T00:00:00Z","to":"2029-12-31T23:59:59Z","limit":1000}""",
            [typeof(BackfillView)] = """{"made":28,"repeated":3}""",
            [typeof(PreviewRequest)] = """{"schedule":"0 2 * * *","time_zone":"Europe/Berlin","count":2}""",
            [typeof(PreviewView)] = """{"next_runs":["2030-01-03T01:00:00.000000Z","2030-01-04T01:00:00.000000Z"]}""",
            [typeof(AuditList)] =
                """{"records":[{"id":9,"at":"2030-01-02T12:00:00.250000Z","key":1,"key_name":"bootstrap","dialect":"native","address":"127.0.0.1","action":"job.cancel","target":"job 17"}],"before":9}""",
            [typeof(BackupView)] = Backup,
            [typeof(BackupList)] = $$"""{"backups":[{{Backup}}]}""",
            [typeof(KeyCreation)] = """{"name":"robot","scopes":["submit","read"],"max_queued":1000}""",
            [typeof(CreatedKeyView)] =
                """{"id":2,"name":"robot","scopes":["read","submit"],"key":"the secret, shown this once"}""",
            [typeof(KeyList)] =
                """{"keys":[{"id":2,"name":"robot","scopes":["read","submit"],"id_format":"uuid","max_queued":1000,"created_at":"2030-01-02T12:00:00.250000Z"}]}""",
            [typeof(WorkerList)] =
                """{"workers":[{"id":"resizer-1","status":"online","dialect":"native","transport":"websocket","types":["resize"],"tags":["gpu"],"capacity":8,"held":3,"address":"127.0.0.1","connected_at":"2030-01-02T12:00:00.250000Z","last_seen_at":"2030-01-02T12:00:09.750000Z"}]}""",
            [typeof(StatsView)] =
                """{"jobs":{"draft":0,"scheduled":2,"pending":17,"running":3,"paused":0,"succeeded":1200,"failed":4,"cancelled":1},"unfinished":22,"finished":1205,"workers_online":1}""",
            [typeof(Problem)] =
                """{"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"type: a string","code":"invalid","correlation_id":"0HN8Q1"}""",
        };
}
