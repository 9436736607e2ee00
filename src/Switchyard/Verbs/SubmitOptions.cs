using System.CommandLine;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.Verbs.Calls;

namespace Switchyard.Verbs;

/// <summary>What can be said of a job beside its type and payload. What is not said is the server's default.</summary>
internal sealed class SubmitOptions
{
    private readonly Option<string[]> _tags = Arguments.Names("--tags", "Tags that its worker must have.", "A,B");
    private readonly Option<int?> _priority = new("--priority")
    {
        Description = "1 (first) to 9 (last); default 5.",
        HelpName = "N",
    };
    private readonly Option<bool> _draft = new("--draft") { Description = "Make a draft, which waits to be started." };
    private readonly Option<TimeSpan?> _delay = Arguments.Time("--delay", "Not before this long from now.");
    private readonly Option<TimeSpan?> _ttl = Arguments.Time("--ttl", "Fail as expired when it has not ended by then.");
    private readonly Option<TimeSpan?> _runTimeout = Arguments.Time("--run-timeout", "The bound of one attempt.");
    private readonly Option<int?> _maxAttempts = new("--max-attempts")
    {
        Description = "Attempts that may fail; default 1.",
        HelpName = "N",
    };
    private readonly Option<TimeSpan?> _backoff = Arguments.Time(
        "--backoff",
        "Most to wait before the second attempt, doubled for each further one."
    );
    private readonly Option<TimeSpan?> _maxBackoff = Arguments.Time("--max-backoff", "Cap of that; default 1h.");
    private readonly Option<string?> _callbackUrl = new("--callback-url")
    {
        Description = "Where the result is posted.",
        HelpName = "URL",
    };
    private readonly Option<string?> _idempotencyKey = new("--idempotency-key")
    {
        Description = "Within 24 hours the same call under it makes no second job.",
        HelpName = "KEY",
    };

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _tags,
            _priority,
            _draft,
            _delay,
            _ttl,
            _runTimeout,
            _maxAttempts,
            _backoff,
            _maxBackoff,
            _callbackUrl,
            _idempotencyKey,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    public JobSubmission Read(ParseResult parsed, string type, RawJson payload) =>
        new()
        {
            Type = type,
            Payload = payload,
            Tags = parsed.GetValue(_tags) is { Length: > 0 } tags ? tags : null,
            Priority = parsed.GetValue(_priority),
            Draft = parsed.GetValue(_draft) ? true : null,
            DelayMs = Milliseconds(parsed.GetValue(_delay)),
            TtlMs = Milliseconds(parsed.GetValue(_ttl)),
            RunTimeoutMs = Milliseconds(parsed.GetValue(_runTimeout)),
            MaxAttempts = parsed.GetValue(_maxAttempts),
            BackoffMs = Milliseconds(parsed.GetValue(_backoff)),
            MaxBackoffMs = Milliseconds(parsed.GetValue(_maxBackoff)),
            CallbackUrl = parsed.GetValue(_callbackUrl),
        };

    public string? IdempotencyKeyOf(ParseResult parsed) => parsed.GetValue(_idempotencyKey);

    private static long? Milliseconds(TimeSpan? time) => (long?)time?.TotalMilliseconds;
}
