using System.Text;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Schedules;

/// <summary>Schedules: kept, changed by version, found by what is due, listed and counted.</summary>
public abstract class ScheduleConformance(IStorageDriver driver)
{
    [Fact]
    public Task Schedule_Stored_IsKeptThroughARestart() =>
        TestAsync(
            async (store, book) =>
            {
                var now = store.Clock.GetUtcNow();
                var given = new StoredSchedule
                {
                    Owner = 7,
                    Status = ScheduleStatus.Active,
                    Name = "Nightly Ärger",
                    Slot = book.At(1),
                    DueAt = book.At(1).AddSeconds(1.5),
                    Definition = Bytes("definition"),
                    Metadata = Bytes("metadata"),
                    Payload = new Content(Bytes("payload")),
                };

                var id = await store.Storage.Schedules.AddAsync(given, ScheduleBook.Act, default);
                await store.RestartAsync();

                var kept = await book.GetAsync(id);
                Text(kept.Definition).ShouldBe("definition");
                Text(kept.Metadata).ShouldBe("metadata");
                Text(kept.Payload.Inline).ShouldBe("payload");
                (kept.Owner, kept.Status, kept.Name).ShouldBe((7, ScheduleStatus.Active, "Nightly Ärger"));
                (kept.Slot, kept.DueAt).ShouldBe((given.Slot, given.DueAt));
                (kept.Version, kept.CreatedAt, kept.ChangedAt, kept.Runs).ShouldBe((1, now, now, 0));
                var acts = await store.Storage.Audit.ListAsync(new AuditQuery { Limit = 2 }, default);
                acts.Records.ShouldHaveSingleItem().Entry.ShouldBe(ScheduleBook.Act with { Target = $"schedule {id}" });
            }
        );

    [Fact]
    public Task Put_OfTheVersionThatItIsAt_ReplacesIt() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync(book.At(1));
                var first = await book.GetAsync(id);
                store.Clock.Advance(TimeSpan.FromSeconds(5));
                var changed = first with
                {
                    Name = "other",
                    Status = ScheduleStatus.Paused,
                    Slot = null,
                    DueAt = null,
                    Definition = Bytes("changed"),
                };

                (await PutAsync(store, changed, keepsSlot: false)).ShouldBeTrue();
                (await PutAsync(store, changed with { Name = "late" }, keepsSlot: false)).ShouldBeFalse();

                var now = await book.GetAsync(id);
                (now.Name, now.Status, now.Version, now.Slot, now.DueAt).ShouldBe(
                    ("other", ScheduleStatus.Paused, 2, null, null)
                );
                (now.CreatedAt, now.ChangedAt).ShouldBe((first.CreatedAt, store.Clock.GetUtcNow()));
                Text(now.Definition).ShouldBe("changed");
                (await CountAsync(store)).ShouldBe(new ScheduleCounts(0, 1, 0));
            }
        );

    [Fact]
    public Task Put_ThatKeepsTheSlot_LeavesWhereAFiringMovedIt() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync(book.At(1));
                var read = await book.GetAsync(id);
                await MoveAsync(store, new ScheduleMove(id, book.At(1), book.At(2), book.At(3)));

                (await PutAsync(store, read with { Name = "other" }, keepsSlot: true)).ShouldBeTrue();

                var now = await book.GetAsync(id);
                (now.Name, now.Slot, now.DueAt).ShouldBe(("other", book.At(2), book.At(3)));
            }
        );

    [Fact]
    public Task Due_AtATime_GivesWhatIsDueAndWhenTheNextOneIs() =>
        TestAsync(
            async (store, book) =>
            {
                var (third, first, second) = (
                    await book.AddAsync(book.At(3)),
                    await book.AddAsync(book.At(1)),
                    await book.AddAsync(book.At(2))
                );
                await book.AddAsync(slot: null);
                var minute = book.At(1);
                (await DueAsync(store)).ShouldBe(", then 1 min");

                store.Clock.Advance(TimeSpan.FromMinutes(2));

                (await DueAsync(store)).ShouldBe($"{first} {second}, then 1 min");
                (await DueAsync(store, limit: 1)).ShouldStartWith($"{first},");
                await MoveAsync(store, new ScheduleMove(first, minute, null, null));
                await MoveAsync(store, new ScheduleMove(second, minute, null, null)); // is at another slot
                (await DueAsync(store)).ShouldBe($"{second}, then 1 min");
                store.Clock.Advance(TimeSpan.FromMinutes(1));
                (await DueAsync(store)).ShouldBe($"{second} {third}, then never");
            }
        );

    [Fact]
    public Task Due_AfterTheWallWasSet_GoesByTheWall() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync(book.At(60));

                store.JumpWall(TimeSpan.FromHours(1));

                (await DueAsync(store)).ShouldBe($"{id}, then never");
            }
        );

    [Fact]
    public Task Delete_WithARunThatHasNotEnded_IsRefused() =>
        TestAsync(
            async (store, book) =>
            {
                var id = await book.AddAsync(book.At(1));
                var run = await book.MakeAsync(id);

                (await DeleteAsync(store, id)).ShouldBe(ScheduleDeletion.Live);
                await store.OrderAsync(run, OrderKind.Cancel);
                (await DeleteAsync(store, id)).ShouldBe(ScheduleDeletion.Done);

                (await DeleteAsync(store, id)).ShouldBe(ScheduleDeletion.None);
                (await store.Storage.Schedules.GetAsync(id, default)).ShouldBeNull();
                (await CountAsync(store)).Total.ShouldBe(0);
                (await store.Storage.ScheduleRuns.FindAsync(run, default)).ShouldBe(new StoredRun(id, null));
                (await book.AddAsync()).ShouldBeGreaterThan(id);
            }
        );

    [Fact]
    public Task Payload_InABlob_StaysAsLongAsScheduleOrRunHasIt() =>
        TestAsync(
            async (store, book) =>
            {
                var blob = await store.Storage.Blobs.WriteAsync(Bytes("large"), default);
                var id = await book.AddAsync(payload: new Content(default, blob));
                await PassDayAsync(store);
                (await book.GetAsync(id)).Payload.BlobId.ShouldBe(blob);
                (await ReadAsync(store, blob)).ShouldBe("large");

                var read = await book.GetAsync(id);
                await PutAsync(store, read with { Name = "other" }, keepsSlot: true);
                await PassDayAsync(store);
                (await ReadAsync(store, blob)).ShouldBe("large");

                await DeleteAsync(store, id);
                await PassDayAsync(store);
                (await ReadAsync(store, blob)).ShouldBeNull();
            }
        );

    private static async Task PassDayAsync(StoreUnderTest store)
    {
        store.Clock.Advance(TimeSpan.FromDays(1));
        await store.Storage.Maintenance.RetainAsync(new Retention(null, null, null), 10, default);
    }

    private static async Task<string?> ReadAsync(StoreUnderTest store, long blob) =>
        await store.Storage.Blobs.ReadAsync(blob, default) is { } bytes ? Text(bytes) : null;

    private static async Task<bool> PutAsync(StoreUnderTest store, StoredSchedule schedule, bool keepsSlot) =>
        await store.Storage.Schedules.PutAsync(schedule, keepsSlot, ScheduleBook.Act, default);

    private static async Task MoveAsync(StoreUnderTest store, ScheduleMove move) =>
        await store.Storage.Schedules.AdvanceAsync([move], default);

    private static async Task<ScheduleDeletion> DeleteAsync(StoreUnderTest store, long id) =>
        await store.Storage.Schedules.DeleteAsync(id, ScheduleBook.Act, default);

    private static async Task<ScheduleCounts> CountAsync(StoreUnderTest store) =>
        await store.Storage.Schedules.CountAsync(null, default);

    private static async Task<string> DueAsync(StoreUnderTest store, int limit = 10)
    {
        var due = await store.Storage.Schedules.DueAsync(limit, default);
        due.At.ShouldBe(store.Clock.GetUtcNow());
        due.Schedules.ShouldAllBe(schedule => schedule.Payload.Inline.Length > 0);
        var next = due.Next is { } time ? $"{(time - due.At).TotalMinutes} min" : "never";
        return $"{string.Join(' ', due.Schedules.Select(schedule => schedule.Id))}, then {next}";
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private Task TestAsync(Func<StoreUnderTest, ScheduleBook, Task> test) =>
        StoreUnderTest.TestAsync(driver, store => test(store, new ScheduleBook(store)));
}
