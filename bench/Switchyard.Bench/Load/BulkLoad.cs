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
    private long claimed;

    /// <summary>The id of a job that was acknowledged lately.</summary>
    public long LastId { get; private set; }

    /// <summary>Submits for that long.</summary>
    public async Task<LoadResult> RunAsync(TimeSpan duration, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        long jobs = await SubmitWhileAsync(() => Stopwatch.GetElapsedTime(start) < duration, cancellation);
        return new LoadResult(jobs, Stopwatch.GetElapsedTime(start), double.NaN, double.NaN, 0);
    }

    /// <summary>Submits that many jobs, rounded up to whole calls, and returns how many.</summary>
    public Task<long> FillAsync(int jobs, CancellationToken cancellation)
    {
        long calls = (jobs + jobsPerCall - 1) / jobsPerCall;
        return SubmitWhileAsync(() => Interlocked.Decrement(ref calls) >= 0, cancellation);
    }

    private async Task<long> SubmitWhileAsync(Func<bool> more, CancellationToken cancellation)
    {
        long[] done = await Task.WhenAll(requests.Select(request => CallAsync(request, more, cancellation)));
        return done.Sum();
    }

    private async Task<long> CallAsync(BulkRequest request, Func<bool> more, CancellationToken cancellation)
    {
        long jobs = 0;
        while (more())
        {
            request.Number((ulong)(Interlocked.Add(ref claimed, request.Jobs) - request.Jobs));
            using var content = new ByteArrayContent(request.Body);
            content.Headers.ContentType = Json;
            using HttpResponseMessage answer = await server.PostAsync(Jobs, content, cancellation);
            Check(answer, await answer.Content.ReadAsByteArrayAsync(cancellation));
            jobs += request.Jobs;
        }
        return jobs;
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
