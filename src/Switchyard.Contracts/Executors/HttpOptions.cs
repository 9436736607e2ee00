namespace Switchyard.Contracts.Executors;

/// <summary>An HTTP request.</summary>
public sealed record HttpOptions
{
    private const int MaxUrl = 8_192;
    private const int MaxMethod = 32;
    private const int MaxHeaders = 64;
    private const int MaxHeader = 8 * 1024;
    private const int MaxBody = 1024 * 1024;
    private const int MaxStatuses = 64;

    // What frames the message, and where it goes, follows from the URL and the body alone.
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection",
        "Content-Length",
        "Expect",
        "Host",
        "Keep-Alive",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
    };

    /// <summary>An absolute http or https URL of at most 8,192 characters.</summary>
    public required Uri Url { get; init; }

    /// <summary>Default GET.</summary>
    public required string Method { get; init; }

    /// <summary>At most 64, with values of at most 8 KiB.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>At most 1 MiB; null for none.</summary>
    public string? Body { get; init; }

    /// <summary>The statuses that count as success; empty for 200 to 299.</summary>
    public required IReadOnlyList<int> ExpectStatus { get; init; }

    /// <summary>Whether a status counts as success.</summary>
    public bool Expects(int status) =>
        ExpectStatus.Count == 0 ? status is >= 200 and < 300 : ExpectStatus.Contains(status);

    /// <summary>Reads a payload: <c>{"url":"https://…","method":"POST","headers":{"Content-Type":"text/plain"},"body":"…","expect_status":[200,404]}</c>.</summary>
    /// <param name="payload">One JSON value, UTF-8; members with other names are passed over.</param>
    public static OptionsResult<HttpOptions> Read(ReadOnlyMemory<byte> payload) =>
        OptionsReader.Read(
            payload,
            options => new HttpOptions
            {
                Url = Address(options),
                Method = Verb(options),
                Headers = Fields(options),
                Body = options.Optional("body", MaxBody),
                ExpectStatus = options.Numbers("expect_status", MaxStatuses, 100, 599),
            }
        );

    private static Uri Address(OptionsReader options)
    {
        var text = options.Required("url", MaxUrl);
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url.Host.Length > 0
        )
        {
            return url;
        }

        if (text.Length > 0)
        {
            options.Refuse("url", "must be an absolute http or https URL");
        }

        return new Uri("http://invalid");
    }

    private static string Verb(OptionsReader options)
    {
        var method = (options.Optional("method", MaxMethod) ?? "GET").ToUpperInvariant();
        if (!method.All(char.IsAsciiLetterUpper) || method is "" or "CONNECT" or "TRACE")
        {
            options.Refuse("method", "must be a method like GET or POST");
        }

        return method;
    }

    private static IReadOnlyDictionary<string, string> Fields(OptionsReader options)
    {
        var headers = options.Map("headers", MaxHeaders, MaxHeader);
        foreach (var (name, value) in headers)
        {
            if (name.Length is 0 or > 256 || !name.All(IsTokenCharacter))
            {
                options.Refuse($"headers.{name}", "must be named as a header is");
            }
            else if (Own.Contains(name))
            {
                options.Refuse($"headers.{name}", "must be left to the worker");
            }
            else if (value.Any(letter => letter is < ' ' and not '\t' or > '~'))
            {
                options.Refuse($"headers.{name}", "must have ASCII text on one line");
            }
        }

        return headers;
    }

    // RFC 9110, 5.6.2.
    private static bool IsTokenCharacter(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal);
}
