using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;

namespace Switchyard.Client;

/// <summary>Makes calls of the native API, and exceptions of what is no success.</summary>
internal sealed class ApiCaller(HttpClient http, ClientOptions options)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Calls without a body.</summary>
    public Task<T> CallAsync<T>(
        HttpMethod method,
        string path,
        JsonTypeInfo<T> answer,
        CancellationToken cancellation,
        TimeSpan patience = default
    )
    {
        var request = new HttpRequestMessage(method, path);
        return SendAsync(request, answer, patience, cancellation);
    }

    /// <summary>Calls with a body.</summary>
    public Task<TAnswer> PostAsync<TBody, TAnswer>(
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<TAnswer> answer,
        string? idempotencyKey,
        CancellationToken cancellation,
        TimeSpan patience = default
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Content(body, bodyType) };
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        return SendAsync(request, answer, patience, cancellation);
    }

    /// <summary>Calls with what is to change.</summary>
    public Task<TAnswer> PatchAsync<TBody, TAnswer>(
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<TAnswer> answer,
        CancellationToken cancellation
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = Content(body, bodyType) };
        return SendAsync(request, answer, TimeSpan.Zero, cancellation);
    }

    /// <summary>Calls for the status alone.</summary>
    public async Task CallAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        await SendAsync(request, TimeSpan.Zero, cancellation);
    }

    /// <summary>Calls for an answer that is read as it comes; each part through <see cref="GuardAsync"/>.</summary>
    /// <param name="path">With its query.</param>
    /// <param name="lastId">For a stream of events: the last one seen; null for none.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Stream> OpenAsync(string path, string? lastId, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        Authorize(request);
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        return await GuardAsync(
            async () =>
            {
                var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
                if (response.IsSuccessStatusCode)
                {
                    return await response.Content.ReadAsStreamAsync(cancellation);
                }

                using (response)
                {
                    throw new SwitchyardException(
                        ProblemOf(response, await response.Content.ReadAsByteArrayAsync(cancellation))
                    );
                }
            },
            cancellation
        );
    }

    /// <summary>Reads, and makes one exception of what breaks a connection.</summary>
    public async Task<T> GuardAsync<T>(Func<Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            return await read();
        }
        catch (Exception broken) when (broken is HttpRequestException or HttpIOException)
        {
            throw new SwitchyardUnreachableException(options.Server, broken.Message, broken);
        }
        catch (OperationCanceledException slow) when (!cancellation.IsCancellationRequested)
        {
            throw new SwitchyardUnreachableException(options.Server, "it did not answer in time.", slow);
        }
    }

    private static ByteArrayContent Content<T>(T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = Json;
        return content;
    }

    private async Task<T> SendAsync<T>(
        HttpRequestMessage request,
        JsonTypeInfo<T> answer,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        using (request)
        {
            var bytes = await SendAsync(request, patience, cancellation);
            try
            {
                return JsonSerializer.Deserialize(bytes, answer) ?? throw new JsonException("null");
            }
            catch (JsonException unread)
            {
                throw new SwitchyardUnreachableException(options.Server, "its answer makes no sense.", unread);
            }
        }
    }

    private async Task<byte[]> SendAsync(HttpRequestMessage request, TimeSpan patience, CancellationToken cancellation)
    {
        Authorize(request);
        using var timeout = new CancellationTokenSource(options.Timeout + patience, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
            return response.IsSuccessStatusCode ? bytes : throw new SwitchyardException(ProblemOf(response, bytes));
        }
        catch (HttpRequestException broken)
        {
            throw new SwitchyardUnreachableException(options.Server, broken.Message, broken);
        }
        catch (OperationCanceledException slow) when (timeout.IsCancellationRequested)
        {
            throw new SwitchyardUnreachableException(options.Server, "it did not answer in time.", slow);
        }
    }

    private void Authorize(HttpRequestMessage request)
    {
        if (options.Key is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>The problem in an answer; one made of the status where a proxy, say, answered in its own way.</summary>
    private static Problem ProblemOf(HttpResponseMessage response, byte[] body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, ContractsJson.Default.Problem) is { } problem)
            {
                return problem;
            }
        }
        catch (JsonException)
        {
            // Not ours.
        }

        return new Problem { Status = (int)response.StatusCode, Title = response.ReasonPhrase };
    }
}
