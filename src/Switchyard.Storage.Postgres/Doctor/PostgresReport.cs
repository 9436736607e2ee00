namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>What was found about a database.</summary>
/// <param name="Findings">In the order of their subjects.</param>
/// <param name="IsServedFromHere">Whether a node is connected to it from the address that the database sees us at.</param>
public sealed record PostgresReport(IReadOnlyList<Finding> Findings, bool IsServedFromHere);
