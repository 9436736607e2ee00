using System.Globalization;
using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Dialects.Native.Jobs;

/// <summary>Reads query strings.</summary>
internal static class NativeQuery
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    /// <summary>Reads <c>?wait=</c>: seconds, fractions allowed; absent for none.</summary>
    public static bool TryWait(HttpRequest request, TimeSpan most, out TimeSpan wait, out NativeProblem problem)
    {
        wait = default;
        problem = default;
        var text = request.Query["wait"].ToString();
        if (text.Length == 0)
        {
            return true;
        }

        if (
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= most.TotalSeconds
        )
        {
            wait = TimeSpan.FromSeconds(seconds);
            return true;
        }

        problem = NativeErrors.Invalid($"wait: 0 to {most.TotalSeconds} seconds");
        return false;
    }

    /// <summary>Reads <c>?state=&amp;type=&amp;dialect=&amp;limit=&amp;before=</c>; several states are separated by commas.</summary>
    public static bool TryList(HttpRequest request, long? owner, out JobQuery query, out NativeProblem problem)
    {
        query = new JobQuery { Limit = DefaultLimit, Owner = owner };
        var type = request.Query["type"].ToString();
        string? wrong = null;
        if (!TryStates(request.Query["state"].ToString(), out var states))
        {
            wrong = "state: draft, scheduled, pending, running, paused, succeeded, failed or cancelled";
        }
        else if (!TryDialect(request.Query["dialect"].ToString(), out var dialect))
        {
            wrong = "dialect: native, broker, learning, pull, solver or scheduler";
        }
        else if (!TryNumber(request.Query["limit"].ToString(), DefaultLimit, MaxLimit, out var limit))
        {
            wrong = $"limit: 1 to {MaxLimit}";
        }
        else if (!TryNumber(request.Query["before"].ToString(), JobRef.MaxId, JobRef.MaxId, out var before))
        {
            wrong = "before: the cursor of the page before";
        }
        else
        {
            query = query with
            {
                States = states,
                Dialect = dialect,
                Type = type.Length == 0 ? null : type,
                Limit = (int)limit,
                Before = before == JobRef.MaxId ? null : before,
            };
        }

        problem = wrong is null ? default : NativeErrors.Invalid(wrong);
        return wrong is null;
    }

    private static bool TryStates(string text, out IReadOnlySet<JobState>? states)
    {
        states = null;
        if (text.Length == 0)
        {
            return true;
        }

        var found = new HashSet<JobState>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!NativeWords.TryState(word, out var state))
            {
                return false;
            }

            found.Add(state);
        }

        states = found;
        return true;
    }

    private static bool TryDialect(string text, out Dialect? dialect)
    {
        dialect = null;
        if (text.Length == 0)
        {
            return true;
        }

        var isKnown = NativeWords.TryDialect(text, out var found);
        dialect = found;
        return isKnown;
    }

    private static bool TryNumber(string text, long fallback, long most, out long number)
    {
        number = fallback;
        return text.Length == 0
            || (
                long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
                && number >= 1
                && number <= most
            );
    }
}
