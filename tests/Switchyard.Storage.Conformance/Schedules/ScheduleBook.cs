using System.Text;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Schedules;

/// <summary>The words in which tests of schedules are written.</summary>
internal sealed class ScheduleBook(StoreUnderTest store)
{
    public const string Group = "group";

    /// <summary>The act of a test that does not care about it.</summary>
    public static readonly AuditEntry Act = new(1, "key", Dialect.Native, "::1", "schedule.test", "", null);

    /// <summary>A whole minute of the test's clock, some minutes from now.</summary>
    public DateTimeOffset At(int minutes) => store.Clock.GetUtcNow().AddMinutes(minutes);

    public async Task<long> AddAsync(
        DateTimeOffset? slot = null,
        string name = "it",
        long owner = 0,
        ScheduleStatus status = ScheduleStatus.Active,
        Content? payload = null
    ) =>
        await store.Storage.Schedules.AddAsync(
            new StoredSchedule
            {
                Owner = owner,
                Status = status,
                Name = name,
                Slot = slot,
                DueAt = slot,
                Definition = "{}"u8.ToArray(),
                Payload = payload ?? new Content(Encoding.UTF8.GetBytes($"payload of {name}")),
            },
            Act,
            default
        );

    public async Task<StoredSchedule> GetAsync(long id) =>
        (await store.Storage.Schedules.GetAsync(id, default)).ShouldNotBeNull();

    /// <summary>Makes a run, by hand or for a slot.</summary>
    public async Task<SubmissionResult> RunAsync(
        long schedule,
        DateTimeOffset? slot = null,
        int? maxLive = null,
        ScheduleMove? move = null,
        bool draft = false,
        string group = Group
    ) =>
        (
            await store.CommitAsync(round => round.Submissions.Add(Run(schedule, slot, maxLive, move, draft, group)))
        ).Submissions[0];

    public Submission Run(
        long schedule,
        DateTimeOffset? slot = null,
        int? maxLive = null,
        ScheduleMove? move = null,
        bool draft = false,
        string group = Group
    ) => new([store.Job with { Draft = draft }], null, new NewRun(schedule, group, slot, maxLive, move));

    /// <summary>Makes a run, which must be made.</summary>
    public async Task<long> MakeAsync(long schedule, DateTimeOffset? slot = null, bool draft = false)
    {
        var made = await RunAsync(schedule, slot, draft: draft);
        made.Answer.ShouldBe(SubmissionAnswer.Stored);
        return made.FirstId;
    }

    public async Task<RunTurns> TurnsAsync(string? after = null, int limit = 10) =>
        await store.Storage.ScheduleRuns.TurnsAsync(after, limit, default);

    public async Task<ScheduleRunPage> RunsAsync(ScheduleRunQuery query) =>
        await store.Storage.ScheduleRuns.ListAsync(query, default);

    public async Task<List<long>> RunIdsAsync(long schedule) =>
        [.. (await RunsAsync(new ScheduleRunQuery { ScheduleId = schedule })).Runs.Select(run => run.Job.Id)];
}
