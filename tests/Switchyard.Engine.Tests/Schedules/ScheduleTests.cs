using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Tests.Harness;
using static Switchyard.Engine.Tests.Harness.ScheduleUnderTest;

namespace Switchyard.Engine.Tests.Schedules;

public sealed class ScheduleTests
{
    private static readonly Actor Key7 = new(
        new Caller(7, ApiScopes.Submit | ApiScopes.Read, IdFormat.Uuid, null, KeyName: "seven"),
        Dialect.Scheduler,
        "::1"
    );

    [Fact]
    public async Task Create_WithAllFields_IsReadBackAsItWas()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var request = Request("*/5 * * * *") with
        {
            Tags = ["gpu"],
            Metadata = "meta"u8.ToArray(),
            Priority = 2,
            Retry = new RetryPolicy(4, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            RunTimeout = TimeSpan.FromHours(1),
            TimeZone = "Europe/Berlin",
            Overlap = Overlap.Queue,
            CatchUp = CatchUp.All,
            ConcurrencyKey = "db",
            Jitter = TimeSpan.FromSeconds(30),
        };

        var made = await test.CreateAsync(request, Key7);
        await test.RestartAsync();
        var read = await test.ReadAsync(made);

        read.Request.ShouldBe(
            request with
            {
                Tags = read.Request.Tags,
                Payload = read.Request.Payload,
                Metadata = read.Request.Metadata,
            }
        );
        read.Request.Tags.ShouldBe(["gpu"]);
        read.Request.Payload.ToArray().ShouldBe("{}"u8.ToArray());
        read.Request.Metadata.ToArray().ShouldBe("meta"u8.ToArray());
        (read.Owner, read.Door, read.Version).ShouldBe((7, Dialect.Scheduler, 1));
        read.Slot.ShouldBe(test.Clock.GetUtcNow().AddMinutes(5));
        read.DueAt.ShouldNotBeNull().ShouldBeInRange(read.Slot!.Value, read.Slot.Value.AddSeconds(30));
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("name", "a\nb")]
    [InlineData("type", "")]
    [InlineData("schedule", "61 * * * *")]
    [InlineData("schedule", "")]
    [InlineData("time_zone", "Mars/Phobos")]
    [InlineData("concurrency_key", "")]
    public async Task Create_OfABadField_NamesIt(string field, string value)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var request = field switch
        {
            "name" => Request() with { Name = value },
            "type" => Request() with { Type = value },
            "schedule" => Request(value),
            "time_zone" => Request(null) with { TimeZone = value },
            _ => Request() with { ConcurrencyKey = value },
        };

        var answer = await test.Engine.Schedules.CreateAsync(request, Actor.Node, default);

        answer.Kind.ShouldBe(ScheduleAnswerKind.Invalid);
        answer.Problem.ShouldNotBeNull().Field.ShouldBe(field);
        answer.Problem.Message.ShouldNotBeEmpty();
        (await test.Engine.Schedules.CountAsync(null, default)).Total.ShouldBe(0);
    }

    [Fact]
    public async Task Create_OfALargePayload_KeepsItWhole()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var bytes = new byte[SubmitGate.MaxPayload];
        new Random(1).NextBytes(bytes);

        var made = await test.CreateAsync(Request(null) with { Payload = bytes });
        var tooLarge = await test.Engine.Schedules.CreateAsync(
            Request() with
            {
                Payload = new byte[bytes.Length + 1],
            },
            Actor.Node,
            default
        );

        tooLarge.Kind.ShouldBe(ScheduleAnswerKind.TooLarge);
        (await test.ReadAsync(made)).Request.Payload.Span.SequenceEqual(bytes).ShouldBeTrue();
        var run = await test.TriggerAsync(made);
        var content = await test.Jobs.GetContentAsync(new JobRef(run.Job.Id, null), null, default);
        (await test.Jobs.ReadAsync(content!.Payload, default)).Span.SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task Change_OfTheCalendar_PlansItAnew()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var made = await test.CreateAsync();

        var hourly = await test.ChangeAsync(made, request => request with { Calendar = "@hourly" });
        var paused = await test.ChangeAsync(made, request => request with { Status = ScheduleStatus.Paused });
        var active = await test.ChangeAsync(made, request => request with { Status = ScheduleStatus.Active });
        var byHand = await test.ChangeAsync(made, request => request with { Calendar = null });

        hourly.Slot.ShouldBe(test.Clock.GetUtcNow().AddHours(1));
        paused.Slot.ShouldBeNull();
        active.Slot.ShouldBe(hourly.Slot);
        byHand.Slot.ShouldBeNull();
        byHand.Version.ShouldBe(5);
    }

    [Fact]
    public async Task Change_OfAnotherVersion_IsRefused()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var made = await test.CreateAsync();
        await test.ChangeAsync(made, request => request with { Name = "first" });

        var late = await test.Engine.Schedules.ChangeAsync(
            made.Id,
            request => request with { Name = "second" },
            made.Version,
            Actor.Node,
            default
        );

        late.Kind.ShouldBe(ScheduleAnswerKind.Conflict);
        (await test.ReadAsync(made)).Request.Name.ShouldBe("first");
    }

    [Fact]
    public async Task Changes_AtTheSameTime_AreAllMade()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var made = await test.CreateAsync(Request() with { Name = "n" });

        await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => test.ChangeAsync(made, was => was with { Name = was.Name + "n" }))
        );

        (await test.ReadAsync(made)).Request.Name.ShouldBe("nnnnnn");
    }

    [Fact]
    public async Task Schedule_OfAnotherOwner_IsNotThere()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var mine = await test.CreateAsync(by: Key7);
        var other = Key7 with { Caller = Key7.Caller with { Owner = 8 } };
        var schedules = test.Engine.Schedules;

        (await schedules.GetAsync(mine.Id, 8, default)).ShouldBeNull();
        (await schedules.ChangeAsync(mine.Id, was => was, null, other, default)).Kind.ShouldBe(ScheduleAnswerKind.None);
        (await schedules.DeleteAsync(mine.Id, other, default)).ShouldBe(ScheduleAnswerKind.None);
        (await schedules.TriggerAsync(mine.Id, null, other, default)).Kind.ShouldBe(ScheduleAnswerKind.None);
        (await schedules.RunsAsync(new() { ScheduleId = mine.Id }, 8, default)).ShouldBeNull();
        (await schedules.ListAsync(new() { Sees = 8 }, default)).Total.ShouldBe(0);
        (await schedules.ListAsync(new() { Sees = 7 }, default)).Total.ShouldBe(1);
    }

    [Fact]
    public async Task Schedule_WithAnExecType_NeedsTheScopeToBeMadeOrGivenAPayload()
    {
        var options = new EngineOptions { ExecTypes = ["shell"], EnabledExecTypes = ["shell"] };
        await using var test = await EngineUnderTest.StartAsync(options);
        var shell = Request(null) with { Type = "shell" };
        var made = await test.CreateAsync(
            shell,
            Key7 with
            {
                Caller = Key7.Caller with { Scopes = Key7.Caller.Scopes | ApiScopes.Exec },
            }
        );
        var schedules = test.Engine.Schedules;

        (await schedules.CreateAsync(shell, Key7, default)).Kind.ShouldBe(ScheduleAnswerKind.Forbidden);
        (await schedules.ChangeAsync(made.Id, was => was, null, Key7, default)).Kind.ShouldBe(
            ScheduleAnswerKind.Forbidden
        );
        (await schedules.TriggerAsync(made.Id, "{}"u8.ToArray(), Key7, default)).Kind.ShouldBe(
            ScheduleAnswerKind.Forbidden
        );
        (await schedules.TriggerAsync(made.Id, null, Key7, default)).Kind.ShouldBe(ScheduleAnswerKind.Done);
    }

    [Fact]
    public async Task Acts_OnSchedules_AreInTheAudit()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var made = await test.CreateAsync(Request(null), Key7);
        await test.ChangeAsync(made, was => was with { Name = "other" });
        var run = await test.TriggerAsync(made);
        (await test.Engine.Schedules.DeleteAsync(made.Id, Actor.Node, default)).ShouldBe(ScheduleAnswerKind.Live);
        await test.OrderAsync(new JobRef(run.Job.Id, null), Engine.Storage.OrderKind.Delete);
        (await test.Engine.Schedules.DeleteAsync(made.Id, Actor.Node, default)).ShouldBe(ScheduleAnswerKind.Done);

        var acts = await test.Engine.Audit.ListAsync(new AuditQuery { Limit = 10 }, default);

        acts.Records.Select(record => record.Entry.Action)
            .ShouldBe(["schedule.delete", "job.delete", "schedule.trigger", "schedule.change", "schedule.create"]);
        acts.Records.Where(record => record.Entry.Action.StartsWith("schedule", StringComparison.Ordinal))
            .ShouldAllBe(record => record.Entry.Target == $"schedule {made.Id}");
        acts.Records[^1].Entry.KeyName.ShouldBe("seven");
    }

    [Fact]
    public async Task Preview_OfACalendar_GivesItsSlotsWithoutASchedule()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var now = test.Clock.GetUtcNow();

        var preview = test.Engine.Schedules.Preview("0 */6 * * *", "UTC", null, 3);

        preview.Slots.ShouldBe([now.AddHours(6), now.AddHours(12), now.AddHours(18)]);
        test.Engine.Schedules.Preview("x", "UTC", null, 3).Problem.ShouldNotBeNull().Field.ShouldBe("schedule");
        test.Engine.Schedules.Preview("@daily", "UTC", null, 0).Problem.ShouldNotBeNull().Field.ShouldBe("count");
    }
}
