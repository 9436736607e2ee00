namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>One entry of a 422 answer's <c>detail</c>, in the words of the framework whose clients this API has.</summary>
/// <param name="Location">Where: <c>body</c> or <c>query</c>, then the names down to the field.</param>
/// <param name="Message">What is wrong, for people.</param>
/// <param name="Type">What is wrong, for programs.</param>
/// <param name="Position">Bytes before the place where the JSON broke, the location's last part; null for a field.</param>
internal sealed record BrokerProblem(string[] Location, string Message, string Type, long? Position = null)
{
    /// <summary>The body is no JSON.</summary>
    public static BrokerProblem NotJson(long position) => new(["body"], "JSON decode error", "json_invalid", position);

    /// <summary>The body is JSON, but no object.</summary>
    public static BrokerProblem NotObject { get; } =
        new(["body"], "Input should be a valid dictionary or object to extract fields from", "model_attributes_type");

    /// <summary>A field is not there, or with no name the whole body.</summary>
    public static BrokerProblem Missing(params string[] field) => new(In(field), "Field required", "missing");

    /// <summary>Something else than a string.</summary>
    public static BrokerProblem NotString(params string[] field) =>
        new(In(field), "Input should be a valid string", "string_type");

    /// <summary>A string with half a character.</summary>
    public static BrokerProblem NotUnicode(params string[] field) =>
        new(
            In(field),
            "Input should be a valid string, unable to parse raw data as a unicode string",
            "string_unicode"
        );

    /// <summary>Something else than an object.</summary>
    public static BrokerProblem NotDictionary(params string[] field) =>
        new(In(field), "Input should be a valid dictionary", "dict_type");

    /// <summary>A field that must not be there.</summary>
    public static BrokerProblem Forbidden(params string[] field) =>
        new(In(field), "Extra inputs are not permitted", "extra_forbidden");

    /// <summary>Something else than a URL that can be posted to.</summary>
    public static BrokerProblem NotUrl(params string[] field) =>
        new(In(field), "Input should be a valid URL, absolute, http or https", "url_parsing");

    /// <summary>More bytes than are kept.</summary>
    public static BrokerProblem TooLong(int limit, params string[] field) =>
        new(In(field), $"Data should have at most {limit} bytes", "bytes_too_long");

    /// <summary>Something else than a number.</summary>
    public static BrokerProblem NotNumber(params string[] field) =>
        new(In(field), "Input should be a valid number", "float_type");

    /// <summary>A number below the least one.</summary>
    public static BrokerProblem TooSmall(int least, params string[] location) =>
        new(location, $"Input should be greater than or equal to {least}", "greater_than_equal");

    /// <summary>A query text that is no whole number.</summary>
    public static BrokerProblem NotInteger(params string[] location) =>
        new(location, "Input should be a valid integer, unable to parse string as an integer", "int_parsing");

    private static string[] In(string[] field) => ["body", .. field];
}
