namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What; nothing else in a report has this name.</param>
/// <param name="Grade">How bad it is.</param>
/// <param name="Detail">What was found, and what to do about it; never a password.</param>
public sealed record Finding(string Name, FindingGrade Grade, string Detail)
{
    internal static Finding Fine(string name, string detail) => new(name, FindingGrade.Fine, detail);

    internal static Finding Doubt(string name, string detail) => new(name, FindingGrade.Doubt, detail);

    internal static Finding Bad(string name, string detail) => new(name, FindingGrade.Bad, detail);
}
