using Switchyard.Storage.Conformance;
using Switchyard.Storage.Conformance.Accounts;
using Switchyard.Storage.Conformance.Audit;
using Switchyard.Storage.Conformance.Bulk;
using Switchyard.Storage.Conformance.Callbacks;
using Switchyard.Storage.Conformance.Campaigns;
using Switchyard.Storage.Conformance.Claims;
using Switchyard.Storage.Conformance.Clocks;
using Switchyard.Storage.Conformance.Contents;
using Switchyard.Storage.Conformance.Faults;
using Switchyard.Storage.Conformance.Lanes;
using Switchyard.Storage.Conformance.Leases;
using Switchyard.Storage.Conformance.Lists;
using Switchyard.Storage.Conformance.Logs;
using Switchyard.Storage.Conformance.Maintenance;
using Switchyard.Storage.Conformance.Nodes;
using Switchyard.Storage.Conformance.Orders;
using Switchyard.Storage.Conformance.Reads;
using Switchyard.Storage.Conformance.Retries;
using Switchyard.Storage.Conformance.Rounds;
using Switchyard.Storage.Conformance.Schedules;
using Switchyard.Storage.Conformance.Settlements;
using Switchyard.Storage.Conformance.Submissions;
using Switchyard.Storage.Conformance.Sweeps;

namespace Switchyard.Storage.Sqlite.Tests;

/// <summary>The conformance suite, entered class by class.</summary>
public sealed class SqliteConformance
{
    public sealed class Audit() : AuditConformance(new SqliteStorageFixture());

    public sealed class Bulk() : BulkConformance(new SqliteStorageFixture());

    public sealed class Callback() : CallbackConformance(new SqliteStorageFixture());

    public sealed class Checkpoint() : CheckpointConformance(new SqliteStorageFixture());

    public sealed class Claim() : ClaimConformance(new SqliteStorageFixture());

    public sealed class Clock() : ClockConformance(new SqliteStorageFixture());

    public sealed class Content() : ContentConformance(new SqliteStorageFixture());

    public sealed class Fault() : FaultConformance(new SqliteStorageFixture());

    public sealed class Idempotency() : IdempotencyConformance(new SqliteStorageFixture());

    public sealed class Key() : KeyConformance(new SqliteStorageFixture());

    public sealed class Lane() : LaneConformance(new SqliteStorageFixture());

    public sealed class Lapse() : LapseConformance(new SqliteStorageFixture());

    public sealed class List() : ListConformance(new SqliteStorageFixture());

    public sealed class Log() : LogConformance(new SqliteStorageFixture());

    public sealed class Model(ITestOutputHelper output) : ModelConformance(new SqliteStorageFixture(), output);

    public sealed class Mutants(ITestOutputHelper output) : MutantCampaigns(new SqliteStorageFixture(), output);

    public sealed class Node() : NodeConformance(new SqliteStorageFixture());

    public sealed class Order() : OrderConformance(new SqliteStorageFixture());

    public sealed class Read() : ReadConformance(new SqliteStorageFixture());

    public sealed class Reconcile() : ReconcileConformance(new SqliteStorageFixture());

    public sealed class Renewal() : RenewalConformance(new SqliteStorageFixture());

    public sealed class Retention() : RetentionConformance(new SqliteStorageFixture());

    public sealed class Retry() : RetryConformance(new SqliteStorageFixture());

    public sealed class Round() : RoundConformance(new SqliteStorageFixture());

    public sealed class RoundOrder() : RoundOrderConformance(new SqliteStorageFixture());

    public sealed class Schedule() : ScheduleConformance(new SqliteStorageFixture());

    public sealed class ScheduleList() : ScheduleListConformance(new SqliteStorageFixture());

    public sealed class ScheduleRun() : ScheduleRunConformance(new SqliteStorageFixture());

    public sealed class Settlement() : SettlementConformance(new SqliteStorageFixture());

    public sealed class Submission() : SubmissionConformance(new SqliteStorageFixture());

    public sealed class Sweep() : SweepConformance(new SqliteStorageFixture());

    public sealed class TimeLimit() : TimeLimitConformance(new SqliteStorageFixture());

    [Fact]
    public void Suite_EveryClassOfIt_IsEntered() =>
        ConformanceSuite.Missing(typeof(SqliteConformance).Assembly).ShouldBeEmpty();

    [Fact]
    public void Suite_OfAProjectThatEntersNoneOfIt_IsMissing() =>
        ConformanceSuite.Missing(typeof(ConformanceSuite).Assembly).ShouldContain(nameof(RoundConformance));
}
