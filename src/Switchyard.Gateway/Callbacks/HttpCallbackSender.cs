using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Switchyard.Contracts.Net;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Callbacks;

/// <summary>
/// Posts results over HTTP: no proxy, no redirect, no cookie, nothing read of the answer but its status, 10 s in all. At
/// most 64 under way at once, and 4 to one host.
/// </summary>
public sealed partial class HttpCallbackSender : ICallbackSender, IDisposable
{
    private const int MaxConcurrent = 64;
    private const int MaxPerHost = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _http;
    private readonly SemaphoreSlim _slots = new(MaxConcurrent);
    private readonly TimeProvider _clock;
    private readonly ILogger<HttpCallbackSender> _logger;

    /// <param name="model">Where it may post to.</param>
    /// <param name="clock">Times the deliveries.</param>
    /// <param name="logger">Hears of deliveries that failed.</param>
    public HttpCallbackSender(CallbackModel model, TimeProvider clock, ILogger<HttpCallbackSender> logger)
    {
        (_clock, _logger) = (clock, logger);
        _http = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                // A proxy would connect for us, to wherever it likes.
                UseProxy = false,
                MaxConnectionsPerServer = MaxPerHost,
                MaxResponseHeadersLength = 16,
                MaxResponseDrainSize = 0,
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                ConnectCallback = (context, cancellation) =>
                    GuardedConnector.ConnectAsync(context.DnsEndPoint, model.AllowPrivateNetwork, cancellation),
            }
        );
    }

    /// <inheritdoc/>
    public async ValueTask<CallbackAnswer> SendAsync(
        JobSnapshot job,
        ReadOnlyMemory<byte> result,
        string url,
        IdFormat idFormat,
        CancellationToken cancellation
    )
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target))
        {
            return CallbackAnswer.GiveUp;
        }

        await _slots.WaitAsync(cancellation);
        using var limit = new CancellationTokenSource(Limit, _clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, target)
            {
                Content = new ByteArrayContent(CallbackBody.Of(job, result, idFormat)),
            };
            request.Content.Headers.ContentType = Json;
            using var response = await _http.SendAsync(request, ends.Token);
            LogAnswered(_logger, job.Id, target.Host, (int)response.StatusCode);
            return Judge(response.StatusCode);
        }
        catch (HttpRequestException problem) when (problem.InnerException is ForbiddenAddressException forbidden)
        {
            LogForbidden(_logger, job.Id, forbidden.Message);
            return CallbackAnswer.GiveUp;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(_logger, job.Id, target.Host, "no answer in time");
            return CallbackAnswer.TryAgain;
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            LogFailed(_logger, job.Id, target.Host, problem.Message);
            return CallbackAnswer.TryAgain;
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }

    private static CallbackAnswer Judge(HttpStatusCode status) =>
        (int)status switch
        {
            >= 200 and < 300 => CallbackAnswer.Delivered,
            408 or 425 or 429 or >= 500 => CallbackAnswer.TryAgain,
            _ => CallbackAnswer.GiveUp,
        };

    [LoggerMessage(2201, LogLevel.Debug, "The callback of job {Job} was answered by {Host} with {Status}")]
    private static partial void LogAnswered(ILogger logger, long job, string host, int status);

    [LoggerMessage(2202, LogLevel.Warning, "The callback of job {Job} was not sent: {Problem}")]
    private static partial void LogForbidden(ILogger logger, long job, string problem);

    [LoggerMessage(2203, LogLevel.Information, "The callback of job {Job} did not reach {Host}: {Problem}")]
    private static partial void LogFailed(ILogger logger, long job, string host, string problem);
}
