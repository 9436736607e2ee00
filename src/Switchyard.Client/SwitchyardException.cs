using Switchyard.Contracts.Errors;

namespace Switchyard.Client;

/// <summary>The server answered that it will not do what was asked.</summary>
/// <param name="problem">Its own words.</param>
public sealed class SwitchyardException(Problem problem) : Exception(problem.Detail ?? problem.Title ?? "Refused.")
{
    /// <summary>The server's own words.</summary>
    public Problem Problem => problem;

    /// <summary>Whether the same call may succeed later: 408, 429 and 503.</summary>
    public bool IsTransient => problem.Status is 408 or 429 or 503;
}
