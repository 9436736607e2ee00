using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Switchyard.Client;

/// <summary>Changes of jobs as they happen; needs the scope read or submit.</summary>
public sealed class EventsApi
{
    private readonly ApiCaller _caller;

    internal EventsApi(ApiCaller caller) => _caller = caller;

    /// <summary>
    /// Follows the stream until the server ends it: first a <c>snapshot</c> of how things stand, then a <c>job</c> for each
    /// change, and a further snapshot whenever some were missed.
    /// </summary>
    /// <param name="query">What to follow, as <c>?type=…&amp;state=…</c>; empty for all.</param>
    /// <param name="lastId">Go on behind this event; null from now on.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Event after event: its kind, its JSON, its id.</returns>
    /// <exception cref="SwitchyardException">The server refused.</exception>
    /// <exception cref="SwitchyardUnreachableException">Nobody answered, or the connection broke.</exception>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync(
        string query,
        string? lastId,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await using var stream = await _caller.OpenAsync("/api/v1/events" + query, lastId, cancellation);
        await using var events = SseParser.Create(stream).EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);
        while (await _caller.GuardAsync(() => events.MoveNextAsync().AsTask(), cancellation))
        {
            yield return events.Current;
        }
    }
}
