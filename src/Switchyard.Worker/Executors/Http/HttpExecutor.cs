using Switchyard.Contracts.Executors;
using Switchyard.Contracts.Net;

namespace Switchyard.Worker.Executors.Http;

/// <summary>Makes HTTP requests. The status and the body are the run's output.</summary>
internal sealed class HttpExecutor : IExecutor, IDisposable
{
    internal const int MaxRedirects = 5;

    private readonly HttpMessageInvoker _http;

    /// <param name="allowsPrivate">Whether loopback, link-local, private and other special addresses may be asked.</param>
    public HttpExecutor(bool allowsPrivate) =>
        _http = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                // Each hop is a request of its own, to an address that is judged anew.
                AllowAutoRedirect = false,
                UseCookies = false,
                // A proxy would connect for us, to wherever it likes.
                UseProxy = false,
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                ConnectCallback = (context, cancellation) =>
                    GuardedConnector.ConnectAsync(context.DnsEndPoint, allowsPrivate, cancellation),
            }
        );

    /// <inheritdoc/>
    public string Type => ExecutorTypes.Http;

    /// <inheritdoc/>
    public async Task<RunResult> RunAsync(Run run, RunOutput output, CancellationToken stop)
    {
        var (options, problems) = HttpOptions.Read(run.Payload);
        if (options is null)
        {
            return RunResult.Invalid(problems);
        }

        var (status, error, isFinal) = await TryAskAsync(options, output, stop);
        await output.FinishAsync();
        var report = new RunReport
        {
            Status = status,
            OutputBytes = output.Bytes,
            Truncated = output.IsTruncated,
        };
        return new RunResult(report, error, isFinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<(int? Status, string? Error, bool IsFinal)> TryAskAsync(
        HttpOptions options,
        RunOutput output,
        CancellationToken stop
    )
    {
        try
        {
            return await AskAsync(options, output, stop);
        }
        catch (HttpRequestException refused) when (refused.InnerException is ForbiddenAddressException forbidden)
        {
            return (null, forbidden.Message, true);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return (null, $"The request failed: {problem.Message}", false);
        }
    }

    private async Task<(int? Status, string? Error, bool IsFinal)> AskAsync(
        HttpOptions options,
        RunOutput output,
        CancellationToken stop
    )
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = HttpRequests.Of(options);
            using var answer = await _http.SendAsync(request, stop);
            var status = (int)answer.StatusCode;
            await output.WriteLineAsync($"HTTP/{answer.Version} {status} {answer.ReasonPhrase}".TrimEnd());
            // A redirect that is expected is an answer.
            var target = options.ExpectStatus.Contains(status) ? null : HttpRequests.RedirectOf(answer, options.Url);
            if (target is null)
            {
                await CopyAsync(answer, output, stop);
                return (
                    status,
                    options.Expects(status) ? null : $"The answer was {status} {answer.ReasonPhrase}".TrimEnd() + ".",
                    false
                );
            }

            await output.WriteLineAsync($"Location: {target}");
            if (ProblemOf(options.Url, target, redirects) is { } problem)
            {
                return (status, problem, false);
            }

            options = HttpRequests.Follow(options, answer.StatusCode, target);
        }
    }

    private static string? ProblemOf(Uri asked, Uri target, int redirects) =>
        redirects == MaxRedirects ? $"The request was redirected more than {MaxRedirects} times."
        : target.Scheme is not ("http" or "https")
            ? $"The request was redirected to {target}, which is no http or https URL."
        : asked.Scheme == "https" && target.Scheme == "http" ? "The request was redirected from https to http."
        : null;

    private static async Task CopyAsync(HttpResponseMessage answer, RunOutput output, CancellationToken stop)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, stop) is var read and > 0)
        {
            await output.WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
