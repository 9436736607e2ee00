using System.Text.Json;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>Member names of the hot frames, encoded once.</summary>
internal static class Names
{
    internal static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    internal static readonly JsonEncodedText Jobs = JsonEncodedText.Encode("jobs");
    internal static readonly JsonEncodedText Results = JsonEncodedText.Encode("results");
    internal static readonly JsonEncodedText Job = JsonEncodedText.Encode("job");
    internal static readonly JsonEncodedText Token = JsonEncodedText.Encode("token");
    internal static readonly JsonEncodedText Schedule = JsonEncodedText.Encode("schedule");
    internal static readonly JsonEncodedText TraceParent = JsonEncodedText.Encode("traceparent");
    internal static readonly JsonEncodedText Uuid = JsonEncodedText.Encode("uuid");
    internal static readonly JsonEncodedText Attempt = JsonEncodedText.Encode("attempt");
    internal static readonly JsonEncodedText Priority = JsonEncodedText.Encode("priority");
    internal static readonly JsonEncodedText CreatedAt = JsonEncodedText.Encode("created_at");
    internal static readonly JsonEncodedText RunTimeoutMs = JsonEncodedText.Encode("run_timeout_ms");
    internal static readonly JsonEncodedText Payload = JsonEncodedText.Encode("payload");
    internal static readonly JsonEncodedText Checkpoint = JsonEncodedText.Encode("checkpoint");
    internal static readonly JsonEncodedText Outcome = JsonEncodedText.Encode("outcome");
    internal static readonly JsonEncodedText Result = JsonEncodedText.Encode("result");
    internal static readonly JsonEncodedText Error = JsonEncodedText.Encode("error");
    internal static readonly JsonEncodedText Answer = JsonEncodedText.Encode("answer");
    internal static readonly JsonEncodedText Progress = JsonEncodedText.Encode("progress");
    internal static readonly JsonEncodedText Text = JsonEncodedText.Encode("text");
    internal static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
}
