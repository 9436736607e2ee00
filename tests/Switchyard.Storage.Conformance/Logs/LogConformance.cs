using System.Text;
using Switchyard.Engine.Jobs;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Logs;

/// <summary>Logs: chunks come back as they were, in order, from any place on.</summary>
public abstract class LogConformance(IStorageDriver driver)
{
    [Fact]
    public Task Chunks_AppendedInAnyOrder_ComeBackByAttemptAndLine() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(store.Job, store.Job);
                await AppendAsync(store, Chunk(id, 2, 0, 1), Chunk(id, 1, 0, 3), Chunk(id + 1, 1, 0, 9));
                await AppendAsync(store, Chunk(id, 1, 3, 2), Chunk(id, 10, 0, 1), Chunk(id, 1, 5, 1));
                await store.RestartAsync();

                var chunks = await store.Storage.Logs.ReadAsync(id, 1, 0, 256, default);

                chunks
                    .Select(Describe)
                    .ShouldBe(
                        new[]
                        {
                            Chunk(id, 1, 0, 3),
                            Chunk(id, 1, 3, 2),
                            Chunk(id, 1, 5, 1),
                            Chunk(id, 2, 0, 1),
                            Chunk(id, 10, 0, 1),
                        }.Select(Describe)
                    );
            }
        );

    [Theory]
    [InlineData(1, 0, "1:0 1:3 1:5 2:0")]
    [InlineData(1, 1, "1:0 1:3 1:5 2:0")] // the chunk that holds the line, from its own start
    [InlineData(1, 3, "1:3 1:5 2:0")]
    [InlineData(1, 4, "1:3 1:5 2:0")]
    [InlineData(1, 5, "1:5 2:0")]
    [InlineData(2, 0, "2:0")]
    [InlineData(3, 0, "")]
    public Task Read_FromAPlace_StartsAtTheChunkThatHoldsIt(int attempt, int line, string expected) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync();
                await AppendAsync(
                    store,
                    Chunk(id, 1, 0, 3),
                    Chunk(id, 1, 3, 2),
                    Chunk(id, 1, 5, 1),
                    Chunk(id, 2, 0, 1)
                );

                var chunks = await store.Storage.Logs.ReadAsync(id, attempt, line, 256, default);

                string.Join(' ', chunks.Select(chunk => $"{chunk.Attempt}:{chunk.FirstLine}")).ShouldBe(expected);
            }
        );

    [Fact]
    public Task Read_OfMoreThanItsLimit_IsBounded() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync();
                await AppendAsync(store, [.. Enumerable.Range(0, 300).Select(n => Chunk(id, 1, n, 1))]);

                (await store.Storage.Logs.ReadAsync(id, 1, 0, 1, default)).ShouldHaveSingleItem().FirstLine.ShouldBe(0);
                (await store.Storage.Logs.ReadAsync(id, 1, 0, 256, default)).Count.ShouldBe(256);
                (await store.Storage.Logs.ReadAsync(id, 1, 256, 256, default)).Count.ShouldBe(44);
            }
        );

    [Theory]
    [InlineData(1, 1, "1:4")]
    [InlineData(1, 15, "1:4")]
    [InlineData(1, 16, "1:3 1:4")]
    [InlineData(1, 1_000, "1:0 1:3 1:4")]
    [InlineData(2, 1_000, "2:0")]
    [InlineData(3, 1_000, "")]
    public Task Tail_OfAnAttempt_HasTheChunksThatHoldIt(int attempt, int bytes, string expected) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync();
                await AppendAsync(
                    store,
                    Sized(id, 1, 0, 40),
                    Sized(id, 1, 3, 20),
                    Sized(id, 1, 4, 15),
                    Sized(id, 2, 0, 5)
                );

                var chunks = await store.Storage.Logs.ReadTailAsync(id, attempt, bytes, default);

                string.Join(' ', chunks.Select(chunk => $"{chunk.Attempt}:{chunk.FirstLine}")).ShouldBe(expected);
            }
        );

    [Fact]
    public Task Chunk_OfAJobThatIsGone_IsDropped() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var gone = (await store.ReachAsync(Situation.Deleted)).Id;
                var id = await store.SubmitAsync();

                await AppendAsync(store, Chunk(gone, 1, 0, 1), Chunk(id, 1, 0, 1), Chunk(JobRef.MaxId, 1, 0, 1));

                (await store.Storage.Logs.ReadAsync(gone, 1, 0, 256, default)).ShouldBeEmpty();
                (await store.Storage.Logs.ReadAsync(JobRef.MaxId, 1, 0, 256, default)).ShouldBeEmpty();
                (await store.Storage.Logs.ReadAsync(id, 1, 0, 256, default)).ShouldHaveSingleItem();
            }
        );

    [Fact]
    public Task Chunk_OfTheGreatestSize_IsVerbatim() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var bytes = new byte[64 * 1024];
                new Random(1).NextBytes(bytes);
                var id = await store.SubmitAsync();

                await AppendAsync(store, new LogChunk(id, 1, 0, bytes));

                var chunks = await store.Storage.Logs.ReadAsync(id, 1, 0, 1, default);
                chunks.ShouldHaveSingleItem().Bytes.ToArray().ShouldBe(bytes);
            }
        );

    private static LogChunk Chunk(long id, int attempt, int line, int lines) =>
        new(
            id,
            attempt,
            line,
            Encoding.UTF8.GetBytes(
                string.Concat(Enumerable.Range(line, lines).Select(n => $"{id}.{attempt} line {n} \u0000ü\n"))
            )
        );

    private static LogChunk Sized(long id, int attempt, int line, int bytes) =>
        new(id, attempt, line, Encoding.UTF8.GetBytes(new string('x', bytes - 1) + "\n"));

    private static string Describe(LogChunk chunk) =>
        $"{chunk.JobId} {chunk.Attempt} {chunk.FirstLine} {Encoding.UTF8.GetString(chunk.Bytes.Span)}";

    private static ValueTask AppendAsync(StoreUnderTest store, params LogChunk[] chunks) =>
        store.Storage.Logs.AppendAsync(chunks, default);
}
