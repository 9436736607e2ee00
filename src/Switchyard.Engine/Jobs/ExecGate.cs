using Switchyard.Engine.Accounts;
using Switchyard.Engine.Dispatch;

namespace Switchyard.Engine.Jobs;

/// <summary>
/// Who may make jobs that run commands. Every door submits through it; a door asks it itself where it takes a definition
/// whose jobs come later, or changes one.
/// </summary>
public sealed class ExecGate
{
    private readonly TypeAliases aliases;
    private readonly IReadOnlySet<string> guarded;
    private readonly IReadOnlySet<string> enabled;

    internal ExecGate(EngineOptions options, TypeAliases aliases)
    {
        this.aliases = aliases;
        // By capability: a job of an alias goes to the same workers.
        guarded = aliases.Canonical(options.ExecTypes);
        enabled = aliases.Canonical(options.EnabledExecTypes);
    }

    /// <summary>Why a caller may make no jobs of a type, in words for the client; null when it may.</summary>
    public string? Problem(Caller caller, string type)
    {
        var capability = aliases.Canonical(type);
        return !guarded.Contains(capability) ? null
            : !enabled.Contains(capability) ? $"Jobs of type '{type}' run commands, which the operator has not enabled."
            : !caller.May(ApiScopes.Exec) ? $"Jobs of type '{type}' run commands: they need a key with the scope exec."
            : null;
    }
}
