namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>How bad a finding is.</summary>
public enum FindingGrade
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>It works, and may not for long, or not as well as it could.</summary>
    Doubt,

    /// <summary>Broken, or a promise of the store does not hold.</summary>
    Bad,
}
