using System.Text;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Contents;

/// <summary>Payloads, metadata, results: byte for byte what was given, inline and as blobs, across restarts.</summary>
public abstract class ContentConformance(IStorageDriver driver)
{
    private const int KiB = 1024;

    public static TheoryData<string> Samples =>
        ["empty", "zero", "text", "nulls", "invalid UTF-8", "all bytes", "256 KiB - 1", "256 KiB"];

    [Theory]
    [InlineData(null)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    public Task Trace_OfAJob_GoesToItsWorker(string? parent) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var large = new Content(new byte[200_000]);
                await store.SubmitAsync(store.Job with { Payload = large, TraceParent = parent });
                await store.RestartAsync();

                (await store.ClaimAsync()).TraceParent.ShouldBe(parent);
            }
        );

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Bytes_Inline_RoundTrip(string name) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var bytes = Sample(name);
                var metadata = bytes.Length > 16 * KiB ? bytes.AsMemory(0, 16 * KiB) : bytes;
                var id = await store.SubmitAsync(store.Job with { Payload = new Content(bytes), Metadata = metadata });
                await ShouldCarryAsync();

                var lease = await store.ClaimAsync();
                Same(lease.Payload.Inline, bytes);
                lease.Payload.BlobId.ShouldBe(0);
                lease.Metadata.ToArray().ShouldBe(metadata.ToArray());
                await store.SettleAsync(Settlement.Succeeded(id, lease.Token, new Content(bytes)));

                Same((await store.GetAsync(id)).Result.Inline, bytes);
                await store.RestartAsync();
                await ShouldCarryAsync();
                Same((await store.GetAsync(id)).Result.Inline, bytes);

                async Task ShouldCarryAsync()
                {
                    var content = (await store.Storage.Jobs.GetContentAsync(id, default)).ShouldNotBeNull();
                    Same(content.Payload.Inline, bytes);
                    content.Metadata.ToArray().ShouldBe(metadata.ToArray());
                }
            }
        );

    [Theory]
    [InlineData((256 * KiB) + 1)]
    [InlineData(1024 * KiB)]
    [InlineData(2048 * KiB)]
    public Task Bytes_InBlobs_RoundTrip(int length) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var payload = Patterned(length, 1);
                var result = Patterned(length, 2);
                var id = await store.SubmitAsync(store.Job with { Payload = await WriteAsync(payload) });
                var lease = await store.ClaimAsync();
                lease.Payload.Inline.Length.ShouldBe(0);
                await ShouldHoldAsync(lease.Payload, payload);
                await store.SettleAsync(Settlement.Succeeded(id, lease.Token, await WriteAsync(result)));

                await store.RestartAsync();

                var content = (await store.Storage.Jobs.GetContentAsync(id, default)).ShouldNotBeNull();
                await ShouldHoldAsync(content.Payload, payload);
                var job = await store.GetAsync(id);
                await ShouldHoldAsync(job.Result, result);

                async Task<Content> WriteAsync(byte[] bytes) =>
                    new(default, await store.Storage.Blobs.WriteAsync(bytes, default));

                async Task ShouldHoldAsync(Content content, byte[] bytes) =>
                    Same(await store.Storage.Blobs.ReadAsync(content.BlobId, default) ?? [], bytes);
            }
        );

    [Fact]
    public Task Blobs_OfTheSameBytes_AreTwo() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var bytes = Patterned(300 * KiB, 3);

                var one = await store.Storage.Blobs.WriteAsync(bytes, default);
                var two = await store.Storage.Blobs.WriteAsync(bytes, default);

                one.ShouldBeGreaterThan(0);
                two.ShouldNotBe(one);
                (await store.Storage.Blobs.ReadAsync(two + 1, default)).ShouldBeNull();
            }
        );

    [Fact]
    public Task BlobIds_OfSweptBlobs_AreNotGivenAgain() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                // A round could otherwise refer to a blob that was swept, and find another's bytes.
                var old = await store.Storage.Blobs.WriteAsync(Patterned(300 * KiB, 3), default);
                store.Clock.Advance(TimeSpan.FromHours(2));
                await store.Storage.Maintenance.RetainAsync(default, 100, default);
                (await store.Storage.Blobs.ReadAsync(old, default)).ShouldBeNull();
                await store.RestartAsync();

                (await store.Storage.Blobs.WriteAsync(Patterned(300 * KiB, 4), default)).ShouldBeGreaterThan(old);
            }
        );

    [Fact]
    public Task Error_OfTheGreatestLength_RoundTrips() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var error = "\0 nül \u0001 " + new string('x', (8 * KiB) - 12);
                var lease = await store.LeaseAsync();

                await store.SettleAsync(Settlement.FailedForGood(lease.Id, lease.Token, error, default));

                (await store.GetAsync(lease.Id)).Error.ShouldBe(error);
                (await store.Storage.Jobs.AttemptsAsync(lease.Id, default))[0].Error.ShouldBe(error);
            }
        );

    // Not item by item, which takes seconds for megabytes.
    private static void Same(ReadOnlyMemory<byte> actual, byte[] expected) =>
        actual.Span.SequenceEqual(expected).ShouldBeTrue($"{actual.Length} bytes, {expected.Length} expected");

    private static byte[] Sample(string name) =>
        name switch
        {
            "empty" => [],
            "zero" => [0],
            "text" => Encoding.UTF8.GetBytes("{\"text\": \"gr\u00fc\u00df dich \ud83d\ude42\"}"),
            "nulls" => Encoding.UTF8.GetBytes("\u0000a\u0000\u0000b\u0000"),
            "invalid UTF-8" => [0xC3, 0x28, 0xFF, 0xFE, 0xED, 0xA0, 0x80, 0x80],
            "all bytes" => [.. Enumerable.Range(0, 256).Select(n => (byte)n)],
            "256 KiB - 1" => Patterned(Content.InlineLimit - 1, 5),
            "256 KiB" => Patterned(Content.InlineLimit, 6),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

    private static byte[] Patterned(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
