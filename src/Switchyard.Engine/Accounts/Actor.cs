using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Accounts;

/// <summary>Who does something that the audit records, through which door, and from where.</summary>
/// <param name="Caller">Who.</param>
/// <param name="Door">The API that the request came in by; null for the node itself.</param>
/// <param name="Address">The address that it came from; null for the node itself.</param>
public sealed record Actor(Caller Caller, Dialect? Door, string? Address)
{
    /// <summary>The node itself, or its operator at its command line.</summary>
    public static Actor Node { get; } =
        new(new Caller(0, ApiScopes.Admin, IdFormat.Uuid, null, KeyName: "node"), null, null);

    /// <summary>The record of an act.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="target">To what; empty where only the store knows its id.</param>
    /// <param name="detail">What else matters; null for nothing.</param>
    public AuditEntry Does(string action, string target, string? detail = null) =>
        new(Caller.Owner, Caller.KeyName, Door, Address, action, target, detail);
}
