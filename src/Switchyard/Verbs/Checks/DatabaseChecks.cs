using Switchyard.Storage.Postgres;
using Switchyard.Storage.Postgres.Doctor;

namespace Switchyard.Verbs.Checks;

/// <summary>A PostgreSQL database, as its driver sees it.</summary>
internal sealed class DatabaseChecks(string database)
{
    /// <summary>Whether a node on this machine serves it, as far as is known; set by <see cref="AllAsync"/>.</summary>
    public bool IsInUse { get; private set; }

    public async Task<IEnumerable<Check>> AllAsync(CancellationToken cancellation)
    {
        if (PostgresStorage.ProblemOf(database) is not null)
        {
            return []; // the checks of the options say so
        }

        var report = await PostgresDoctor.ExamineAsync(
            new PostgresStorageOptions { Database = database },
            TimeProvider.System,
            cancellation
        );
        IsInUse = report.IsServedFromHere;
        return report.Findings.Select(Of);
    }

    private static Check Of(Finding finding) =>
        finding.Grade switch
        {
            FindingGrade.Fine => Check.Ok(finding.Name, finding.Detail),
            FindingGrade.Doubt => Check.Warning(finding.Name, finding.Detail),
            FindingGrade.Bad => Check.Failure(finding.Name, finding.Detail),
            _ => throw new ArgumentOutOfRangeException(nameof(finding), finding.Grade, null),
        };
}
