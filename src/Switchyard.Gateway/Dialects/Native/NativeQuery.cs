using System.Globalization;
using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Gateway.Dialects.Native.Jobs;
using Switchyard.Gateway.Dialects.Native.Schedules;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>
/// Reads a query string. What is absent is answered with its default; of what is out of its range the first is
/// remembered, so that a handler asks for all that it needs and looks for a problem once.
/// </summary>
internal sealed class NativeQuery(HttpRequest request)
{
    /// <summary>Rows on a page that asks for no number of them.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Rows on a page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>What is wrong; null when nothing is.</summary>
    public NativeProblem? Problem { get; private set; }

    /// <summary>A text; null when it is absent or empty.</summary>
    public string? Text(string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>True or false; true when it is absent.</summary>
    public bool IsTrue(string name)
    {
        if (Text(name) is not { } text)
        {
            return true;
        }

        if (!bool.TryParse(text, out var isTrue))
        {
            Refuse($"{name}: true or false");
        }

        return isTrue;
    }

    /// <summary>A whole number.</summary>
    /// <param name="name">The parameter's.</param>
    /// <param name="least">Its range.</param>
    /// <param name="most">Its range.</param>
    /// <param name="problem">What to say of another; null for the range.</param>
    public long? Number(string name, long least, long most, string? problem = null)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
        )
        {
            return number;
        }

        var range = most == long.MaxValue ? $"a whole number, at least {least}" : $"{least} to {most}";
        Refuse(problem ?? $"{name}: {range}");
        return null;
    }

    /// <summary><c>?limit=</c>: rows on a page.</summary>
    public int Limit(int fallback = DefaultLimit, int most = MaxLimit) => (int)(Number("limit", 1, most) ?? fallback);

    /// <summary><c>?page=</c>: from 1.</summary>
    public int Page() => (int)(Number("page", 1, int.MaxValue) ?? 1);

    /// <summary><c>?size=</c>: rows on a numbered page.</summary>
    public int Size() => (int)(Number("size", 1, MaxLimit) ?? DefaultLimit);

    /// <summary><c>?before=</c>: the cursor of the page before; null for the first page.</summary>
    public long? Before() => Number("before", 1, JobRef.MaxId, "before: the cursor of the page before");

    /// <summary><c>?key=</c>: the id of an API key, 0 for anonymous callers.</summary>
    public long? Key() => Number("key", 0, long.MaxValue);

    /// <summary><c>?wait=</c>: seconds, fractions allowed.</summary>
    public TimeSpan Wait(TimeSpan most)
    {
        if (Text("wait") is not { } text)
        {
            return TimeSpan.Zero;
        }

        if (
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= most.TotalSeconds
        )
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Refuse($"wait: 0 to {most.TotalSeconds} seconds");
        return TimeSpan.Zero;
    }

    /// <summary><c>?state=</c>: words separated by commas; null for all.</summary>
    public HashSet<JobState>? States() =>
        Text("state") is { } text
            ? Accept(NativeFilters.States(text.Split(',', StringSplitOptions.TrimEntries)))
            : null;

    /// <summary><c>?status=</c>: what schedules do of themselves; null for all.</summary>
    public ScheduleStatus? Status()
    {
        if (Text("status") is not { } text)
        {
            return null;
        }

        if (!ScheduleWords.TryStatus(text, out var status))
        {
            Refuse($"status: {ScheduleWords.Statuses}");
        }

        return status;
    }

    /// <summary><c>?dialect=</c>: a door; null for all.</summary>
    public Dialect? Dialect() => Accept(NativeFilters.Dialect(Text("dialect")));

    /// <summary><c>?reason=</c>: why jobs failed; null for any.</summary>
    public FailureReason? Reason() => Accept(NativeFilters.Reason(Text("reason")));

    /// <summary>A time as RFC 3339 has it; without an offset it is UTC.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        const DateTimeStyles style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, style, out var time))
        {
            return time;
        }

        Refuse($"{name}: a time as 2030-01-02T12:00:00Z");
        return null;
    }

    /// <summary><c>?job=</c>: numbers or uuids separated by commas.</summary>
    public IReadOnlyList<JobRef> Jobs(int most)
    {
        var names = (Text("job") ?? "").Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        var jobs = new List<JobRef>();
        foreach (var name in names)
        {
            if (jobs.Count == most || !NativeJobName.TryRead(name, out var job))
            {
                Refuse($"job: at most {most} numbers or uuids, separated by commas");
                return [];
            }

            jobs.Add(job);
        }

        return jobs;
    }

    /// <summary>Notes what is wrong; the first counts.</summary>
    public void Refuse(string detail) => Problem ??= NativeErrors.Invalid(detail);

    private T? Accept<T>((T? Value, string? Problem) read)
    {
        if (read.Problem is { } problem)
        {
            Refuse(problem);
        }

        return read.Value;
    }
}
