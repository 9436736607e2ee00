using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Contracts.Bulk;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Bulk;
using Switchyard.Engine.Storage;

namespace Switchyard.Gateway.Dialects.Native.Bulk;

/// <summary>Bulk actions in the wire's words, both ways.</summary>
internal static class BulkTranslator
{
    // A filter's member that was misspelt and passed over would have the action meet every job.
    private static readonly JsonTypeInfo<BulkCreation> Strict = new ContractsJson(
        new(ContractsJson.Default.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow }
    ).BulkCreation;

    /// <summary>Reads <c>{"action":"cancel","filter":{"type":"resize","state":["pending"]},"dry_run":true}</c>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out BulkRequest request, out NativeProblem problem)
    {
        request = new BulkRequest(OrderKind.Cancel, new BulkFilter(), IsDryRun: true);
        if (!NativeBodies.TryRead(body, Strict, out var given, out problem))
        {
            return false;
        }

        var filter = given.Filter ?? new BulkFilterView();
        var (states, statesProblem) = NativeFilters.States(filter.State);
        var (dialect, dialectProblem) = NativeFilters.Dialect(filter.Dialect);
        var (reason, reasonProblem) = NativeFilters.Reason(filter.Reason);
        var isOrder = NativeWords.TryOrder(given.Action ?? "", out var order);
        var wrong =
            !isOrder ? "action: start, pause, resume, cancel, retry or delete"
            : filter.Key < 0 ? "filter.key: at least 0"
            : (statesProblem ?? dialectProblem ?? reasonProblem) is { } inFilter ? $"filter.{inFilter}"
            : null;
        if (wrong is not null)
        {
            problem = NativeErrors.Invalid(wrong);
            return false;
        }

        var translated = new BulkFilter
        {
            States = states,
            Dialect = dialect,
            Owner = filter.Key,
            Type = filter.Type,
            Tag = filter.Tag,
            Reason = reason,
            CreatedFrom = filter.CreatedFrom,
            CreatedBefore = filter.CreatedBefore,
        };
        request = new BulkRequest(order, translated, given.DryRun ?? false);
        return true;
    }

    public static BulkView View(BulkAction bulk) =>
        new()
        {
            Id = bulk.Id,
            Action = NativeWords.Of(bulk.Order),
            Status = Word(bulk.Status),
            DryRun = bulk.IsDryRun,
            Filter = View(bulk.Filter),
            Expected = bulk.Expected,
            Matched = bulk.Matched,
            Done = bulk.Done,
            Refused = bulk.Refused,
            CreatedAt = bulk.CreatedAt,
            EndedAt = bulk.EndedAt,
        };

    private static BulkFilterView View(BulkFilter filter) =>
        new()
        {
            State = filter.States is { } states ? [.. states.Order().Select(NativeWords.Of)] : null,
            Dialect = filter.Dialect is { } dialect ? NativeWords.Of(dialect) : null,
            Key = filter.Owner,
            Type = filter.Type,
            Tag = filter.Tag,
            Reason = filter.Reason is { } reason ? NativeWords.Of(reason) : null,
            CreatedFrom = filter.CreatedFrom,
            CreatedBefore = filter.CreatedBefore,
        };

    private static string Word(BulkStatus status) =>
        status switch
        {
            BulkStatus.Running => "running",
            BulkStatus.Done => "done",
            BulkStatus.Stopped => "stopped",
            BulkStatus.Failed => "failed",
        };
}
