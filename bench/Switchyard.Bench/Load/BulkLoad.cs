using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Switchyard.Bench.Load;

/// <summary>Callers that submit many jobs a call over the native API, each as soon as its call before is answered.</summary>
/// <remarks>A call carries thousands of jobs, so the framework's client is lean enough here.</remarks>
/// <param name="server">Calls the console listener with a key that may submit.</param>
/// <param name="jobsPerCall">1 to 10,000; a call stays under 16 MiB.</param>
/// <param name="callers">Calls in flight.</param>
internal sealed class BulkLoad(HttpClient server, int jobsPerCall, int callers)
{
    private static readonly Uri Jobs = new("/api/v1/jobs", UriKind.Relative);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly BulkRequest[] requests =
    [
        .. Enumerable.Range(0, callers).Select(_ => new BulkRequest(jobsPerCall)),
    ];
    private long numbered;
    private long acknowledged;

    /// <summary>Jobs acknowledged since the load was made.</summary>
    public long Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>The id of a job that was acknowledged lately.</summary>
    public long LastId { get; private set; }

    /// <summary>Submits for that long.</summary>
    public async Task<LoadResult> RunAsync(TimeSpan duration, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        long before = Acknowledged;
        await SubmitWhileAsync(() => ValueTask.FromResult(Stopwatch.GetElapsedTime(start) < duration), cancellation);
        return new LoadResult(Acknowledged - before, Stopwatch.GetElapsedTime(start), double.NaN, double.NaN, 0);
    }

    /// <summary>Submits that many jobs, rounded up to whole calls, and returns how many.</summary>
    public async Task<long> FillAsync(int jobs, CancellationToken cancellation)
    {
        long calls = (jobs + jobsPerCall - 1) / jobsPerCall;
        long before = Acknowledged;
        await SubmitWhileAsync(() => ValueTask.FromResult(Interlocked.Decrement(ref calls) >= 0), cancellation);
        return Acknowledged - before;
    }

    /// <summary>Submits as long as it is told to.</summary>
    /// <param name="more">Asked before each call; may take its time.</param>
    /// <param name="cancellation">Ends the calls in flight.</param>
    public Task SubmitWhileAsync(Func<ValueTask<bool>> more, CancellationToken cancellation) =>
        Task.WhenAll(requests.Select(request => CallAsync(request, more, cancellation)));

    private async Task CallAsync(BulkRequest request, Func<ValueTask<bool>> more, CancellationToken cancellation)
    {
        while (await more())
        {
            request.Number((ulong)(Interlocked.Add(ref numbered, request.Jobs) - request.Jobs));
            using var content = new ByteArrayContent(request.Body);
            content.Headers.ContentType = Json;
            using HttpResponseMessage answer = await server.PostAsync(Jobs, content, cancellation);
            Check(answer, await answer.Content.ReadAsByteArrayAsync(cancellation));
            Interlocked.Add(ref acknowledged, request.Jobs);
        }
    }

    // {"jobs":[{"id":17,"uuid":"8b7a2737-60d8-80f0-914b-7d7a91efd72c"},…]}
    private void Check(HttpResponseMessage answer, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> marker = "\"id\":"u8;
        if (!answer.IsSuccessStatusCode || body.Count(marker) != jobsPerCall)
        {
            string text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 500)]);
            throw new BenchException($"A bulk submit of {jobsPerCall} jobs answered {(int)answer.StatusCode}: {text}");
        }
        ReadOnlySpan<byte> last = body[(body.LastIndexOf(marker) + marker.Length)..];
        LastId = System.Buffers.Text.Utf8Parser.TryParse(last, out long id, out _) ? id : 0;
    }
}
