using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Switchyard.Contracts.Executors;

namespace Switchyard.Worker.Executors.Http;

/// <summary>The requests of a run: the first by its options, and those that its answers redirect to.</summary>
internal static class HttpRequests
{
    // What a host was trusted with is not another's to see.
    private static readonly string[] Secrets = ["Authorization", "Cookie"];

    public static HttpRequestMessage Of(HttpOptions options)
    {
        var request = new HttpRequestMessage(new HttpMethod(options.Method), options.Url);
        if (options.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        foreach (var (name, value) in options.Headers)
        {
            // Those of the content stand with it; without one there is nothing that they could say.
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (!request.Headers.Contains("User-Agent"))
        {
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("switchyard", null));
        }

        return request;
    }

    /// <summary>Where an answer redirects to; null when it does not.</summary>
    public static Uri? RedirectOf(HttpResponseMessage answer, Uri asked) =>
        answer.StatusCode
            is HttpStatusCode.MovedPermanently
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect
        && answer.Headers.Location is { } location
            ? new Uri(asked, location)
            : null;

    /// <summary>The options of the request that follows a redirect (RFC 9110, 15.4).</summary>
    public static HttpOptions Follow(HttpOptions asked, HttpStatusCode status, Uri target)
    {
        var keepsBody = status is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        var isSameHost = target.GetLeftPart(UriPartial.Authority) == asked.Url.GetLeftPart(UriPartial.Authority);
        return asked with
        {
            Url = target,
            Method = keepsBody || asked.Method == "HEAD" ? asked.Method : "GET",
            Body = keepsBody ? asked.Body : null,
            Headers = isSameHost
                ? asked.Headers
                : asked
                    .Headers.Where(header => !Secrets.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
                    .ToDictionary(),
        };
    }
}
