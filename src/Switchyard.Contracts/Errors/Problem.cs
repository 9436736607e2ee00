namespace Switchyard.Contracts.Errors;

/// <summary>An error of the native API: problem details as in RFC 9457, content type <c>application/problem+json</c>.</summary>
public sealed record Problem
{
    /// <summary>Always <c>about:blank</c>: the code tells problems apart.</summary>
    public string? Type { get; init; }

    /// <summary>The status in words.</summary>
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What was wrong with this very request.</summary>
    public string? Detail { get; init; }

    /// <summary>One of <see cref="ProblemCodes"/>: what a program decides by.</summary>
    public string? Code { get; init; }

    /// <summary>What to tell the operator: the server's log has the same.</summary>
    public string? CorrelationId { get; init; }
}
