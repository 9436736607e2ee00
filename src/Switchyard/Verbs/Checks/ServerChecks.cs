using System.Globalization;
using System.Runtime.CompilerServices;
using Switchyard.Client;
using Switchyard.Verbs.Calls;

namespace Switchyard.Verbs.Checks;

/// <summary>A running server: whether it can take work, whether the key is good, whether the clocks agree.</summary>
internal sealed class ServerChecks(Call call, Uri server)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="isExpected">Whether one must be there: its data folder is in use.</param>
    public async IAsyncEnumerable<Check> AllAsync(
        bool isExpected,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        HttpResponseMessage answer;
        Check? absent = null;
        using var http = new HttpClient { BaseAddress = server, Timeout = Patience };
        try
        {
            answer = await http.GetAsync(new Uri("/api/health/ready", UriKind.Relative), cancellation);
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            var detail = $"None answers at {server}: {problem.Message}";
            (answer, absent) = (
                new HttpResponseMessage(),
                isExpected ? Check.Failure("server", detail) : Check.Warning("server", detail)
            );
        }

        using (answer)
        {
            if (absent is not null)
            {
                yield return absent;
                yield break;
            }

            yield return answer.IsSuccessStatusCode
                ? Check.Ok("server", $"{server} is ready.")
                : Check.Failure(
                    "server",
                    $"{server} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}"
                );
            if (answer.Headers.Date is { } date)
            {
                yield return Clock(date);
            }
        }

        yield return await KeyAsync(cancellation);
    }

    // The header counts whole seconds.
    private static Check Clock(DateTimeOffset theirs)
    {
        var ahead = theirs - TimeProvider.System.GetUtcNow();
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"The server's differs by {ahead.TotalSeconds:0} s from this one."
        );
        return ahead.Duration() > Skew ? Check.Warning("clock", detail) : Check.Ok("clock", detail);
    }

    private async Task<Check> KeyAsync(CancellationToken cancellation)
    {
        try
        {
            await call.Client.Jobs.ListAsync(new JobFilter { Limit = 1 }, cancellation);
            return Check.Ok("key", "It is let in.");
        }
        catch (SwitchyardException refused) when (refused.Problem.Status is 401 or 403)
        {
            return Check.Failure("key", $"{refused.Message} Give one by --key or SWITCHYARD_KEY.");
        }
        catch (Exception problem) when (problem is SwitchyardException or SwitchyardUnreachableException)
        {
            return Check.Failure("key", problem.Message);
        }
    }
}
