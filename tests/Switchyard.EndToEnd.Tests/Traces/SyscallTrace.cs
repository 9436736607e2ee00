using System.Globalization;
using System.Text.RegularExpressions;

namespace Switchyard.EndToEnd.Tests.Traces;

/// <summary>
/// What <c>strace -f -y -o FILE</c> writes. The places of two calls tell which came first: strace lets a thread go on from
/// a call only after it wrote the call down.
/// </summary>
internal static partial class SyscallTrace
{
    /// <summary>The command that runs another under strace and leaves it the process id.</summary>
    /// <param name="file">Where the trace goes.</param>
    /// <param name="calls">The calls to note.</param>
    public static IReadOnlyList<string> Under(string file, params string[] calls) =>
        [
            "strace",
            "-D",
            "-f",
            "--seccomp-bpf",
            "-y",
            "-s",
            "70000",
            "-e",
            $"trace={string.Join(',', calls)}",
            "-o",
            file,
        ];

    /// <summary>Reads a trace to its end.</summary>
    public static IReadOnlyList<TracedCall> Read(string file)
    {
        var calls = new List<TracedCall>();
        var open = new Dictionary<int, int>();
        var place = 0;
        foreach (var line in File.ReadLines(file))
        {
            place++;
            var match = Line().Match(line);
            if (!match.Success)
            {
                continue;
            }

            var thread = int.Parse(match.Groups["thread"].ValueSpan, CultureInfo.InvariantCulture);
            var succeeded = match.Groups["value"] is { Success: true } value && !value.Value.StartsWith('-');
            if (match.Groups["resumed"].Success)
            {
                if (open.Remove(thread, out var index))
                {
                    calls[index] = calls[index] with { End = place, Succeeded = succeeded };
                }

                continue;
            }

            var unfinished = match.Groups["unfinished"].Success;
            if (unfinished)
            {
                open[thread] = calls.Count;
            }

            calls.Add(
                new TracedCall(
                    match.Groups["name"].Value,
                    match.Groups["arguments"].Value,
                    place,
                    unfinished ? null : place,
                    succeeded
                )
            );
        }

        return calls;
    }

    // 731 pwrite64(43</tmp/d/switchyard.db-wal>, "\0\1…", 4096, 32) = 4096
    // 731 fdatasync(43</tmp/d/switchyard.db-wal> <unfinished ...>
    // 731 <... fdatasync resumed>)      = 0
    [GeneratedRegex(
        @"^(?<thread>\d+) +(?:(?<resumed><\.\.\. \w+ resumed>).*?|(?<name>\w+)\((?<arguments>.*?))(?:(?<unfinished> <unfinished \.\.\.>)|\) += (?<value>-?\d+|\?).*)$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Line();
}
