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

namespace Switchyard.Storage.Postgres.Tests;

/// <summary>The conformance suite, entered class by class.</summary>
public sealed class PostgresConformance
{
    public sealed class Audit() : AuditConformance(new PostgresStorageFixture());

    public sealed class Bulk() : BulkConformance(new PostgresStorageFixture());

    public sealed class Callback() : CallbackConformance(new PostgresStorageFixture());

    public sealed class Checkpoint() : CheckpointConformance(new PostgresStorageFixture());

    public sealed class Claim() : ClaimConformance(new PostgresStorageFixture());

    public sealed class Clock() : ClockConformance(new PostgresStorageFixture());

    public sealed class Content() : ContentConformance(new PostgresStorageFixture());

    public sealed class Fault() : FaultConformance(new PostgresStorageFixture());

    public sealed class Idempotency() : IdempotencyConformance(new PostgresStorageFixture());

    public sealed class Key() : KeyConformance(new PostgresStorageFixture());

    public sealed class Lane() : LaneConformance(new PostgresStorageFixture());

    public sealed class Lapse() : LapseConformance(new PostgresStorageFixture());

    public sealed class List() : ListConformance(new PostgresStorageFixture());

    public sealed class Log() : LogConformance(new PostgresStorageFixture());

    public sealed class Model(ITestOutputHelper output) : ModelConformance(new PostgresStorageFixture(), output);

    public sealed class Node() : NodeConformance(new PostgresStorageFixture());

    public sealed class Order() : OrderConformance(new PostgresStorageFixture());

    public sealed class Read() : ReadConformance(new PostgresStorageFixture());

    public sealed class Reconcile() : ReconcileConformance(new PostgresStorageFixture());

    public sealed class Renewal() : RenewalConformance(new PostgresStorageFixture());

    public sealed class Retention() : RetentionConformance(new PostgresStorageFixture());

    public sealed class Retry() : RetryConformance(new PostgresStorageFixture());

    public sealed class Round() : RoundConformance(new PostgresStorageFixture());

    public sealed class RoundOrder() : RoundOrderConformance(new PostgresStorageFixture());

    public sealed class Schedule() : ScheduleConformance(new PostgresStorageFixture());

    public sealed class ScheduleList() : ScheduleListConformance(new PostgresStorageFixture());

    public sealed class ScheduleRun() : ScheduleRunConformance(new PostgresStorageFixture());

    public sealed class Settlement() : SettlementConformance(new PostgresStorageFixture());

    public sealed class Submission() : SubmissionConformance(new PostgresStorageFixture());

    public sealed class Sweep() : SweepConformance(new PostgresStorageFixture());

    public sealed class TimeLimit() : TimeLimitConformance(new PostgresStorageFixture());

    [Fact]
    public void Suite_EveryClassOfIt_IsEntered() =>
        ConformanceSuite.Missing(typeof(PostgresConformance).Assembly).ShouldBeEmpty();
}
