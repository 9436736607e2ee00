using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Audit;

/// <summary>A row of <c>audit</c>, on a page.</summary>
internal sealed record AuditRow
{
    /// <summary>The first row that the page's bounded scan did not look at; null when it looked at all.</summary>
    public long? Stop { get; init; }

    /// <summary>0 where no row matched.</summary>
    public long Id { get; init; }

    public long At { get; init; }

    public long Key { get; init; }

    public string Name { get; init; } = "";

    public short? Door { get; init; }

    public string? Address { get; init; }

    public string Action { get; init; } = "";

    public string Target { get; init; } = "";

    public string? Detail { get; init; }

    public AuditRecord ToRecord() =>
        new(Id, Micros.ToTime(At), new AuditEntry(Key, Name, (Dialect?)Door, Address, Action, Target, Detail));
}
