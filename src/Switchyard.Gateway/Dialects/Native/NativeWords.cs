using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Keys;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>The wire's words for the engine's names.</summary>
internal static class NativeWords
{
    private static readonly (string Word, ApiScopes Scope)[] Scopes =
    [
        (KeyScopes.Read, ApiScopes.Read),
        (KeyScopes.Submit, ApiScopes.Submit),
        (KeyScopes.Work, ApiScopes.Work),
        (KeyScopes.Exec, ApiScopes.Exec),
        (KeyScopes.Metrics, ApiScopes.Metrics),
        (KeyScopes.Admin, ApiScopes.Admin),
    ];

    public static string Of(JobState state) =>
        state switch
        {
            JobState.Draft => JobStates.Draft,
            JobState.Scheduled => JobStates.Scheduled,
            JobState.Pending => JobStates.Pending,
            JobState.Running => JobStates.Running,
            JobState.Paused => JobStates.Paused,
            JobState.Succeeded => JobStates.Succeeded,
            JobState.Failed => JobStates.Failed,
            JobState.Cancelled => JobStates.Cancelled,
        };

    /// <summary>The reason's word; null for none.</summary>
    public static string? Of(FailureReason reason) =>
        reason switch
        {
            FailureReason.None => null,
            FailureReason.Error => "error",
            FailureReason.NonRetryable => "non_retryable",
            FailureReason.Timeout => "timeout",
            FailureReason.Expired => "expired",
            FailureReason.WorkerLost => "worker_lost",
        };

    public static string Of(Dialect dialect) =>
        dialect switch
        {
            Dialect.Native => "native",
            Dialect.Broker => "broker",
            Dialect.Learning => "learning",
            Dialect.Pull => "pull",
            Dialect.Solver => "solver",
            Dialect.Scheduler => "scheduler",
        };

    public static string Of(WhyCause cause) =>
        cause switch
        {
            WhyCause.Ready => "ready",
            WhyCause.Running => "running",
            WhyCause.Finished => "finished",
            WhyCause.Draft => "draft",
            WhyCause.Paused => "paused",
            WhyCause.Later => "later",
            WhyCause.NoWorker => "no_worker",
            WhyCause.TagsUnmatched => "tags_unmatched",
            WhyCause.AtCapacity => "at_capacity",
            WhyCause.Draining => "draining",
        };

    public static string Of(IdFormat format) =>
        format switch
        {
            IdFormat.Uuid => "uuid",
            IdFormat.Int => "int",
        };

    /// <summary>The words of all scopes in it: <c>read or submit</c>.</summary>
    public static string Of(ApiScopes scopes) => string.Join(" or ", List(scopes));

    public static IReadOnlyList<string> List(ApiScopes scopes) =>
        [.. Scopes.Where(entry => scopes.HasFlag(entry.Scope)).Select(entry => entry.Word)];

    public static bool TryScope(string word, out ApiScopes scope)
    {
        scope = Scopes.FirstOrDefault(entry => entry.Word == word).Scope;
        return scope != ApiScopes.None;
    }

    public static string Of(OrderKind order) =>
        order switch
        {
            OrderKind.Start => "start",
            OrderKind.Pause => "pause",
            OrderKind.Resume => "resume",
            OrderKind.Cancel => "cancel",
            OrderKind.Retry => "retry",
            OrderKind.Delete => "delete",
        };

    public static bool TryOrder(string word, out OrderKind order) => TryFind(word, Of, out order);

    public static bool TryReason(string word, out FailureReason reason) => TryFind(word, Of, out reason);

    public static bool TryState(string word, out JobState state) => TryFind(word, Of, out state);

    public static bool TryDialect(string word, out Dialect dialect) => TryFind(word, Of, out dialect);

    private static bool TryFind<T>(string word, Func<T, string?> wordOf, out T found)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (wordOf(value) == word)
            {
                found = value;
                return true;
            }
        }

        found = default;
        return false;
    }
}
