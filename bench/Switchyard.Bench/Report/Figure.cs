namespace Switchyard.Bench.Report;

/// <summary>A figure that the project promises, against a measurement's median.</summary>
/// <param name="Title">What the table calls it.</param>
/// <param name="Measurement">The name of what is measured.</param>
/// <param name="Sense">On which side of the limits is good.</param>
/// <param name="Required">What must hold.</param>
/// <param name="Aim">What we want; null when there is only a requirement.</param>
/// <param name="OnlyWhere">The requirement holds only where this other measurement reaches that value; null for always.</param>
internal sealed record Figure(
    string Title,
    string Measurement,
    Sense Sense,
    double Required,
    double? Aim = null,
    (string Measurement, double AtLeast)? OnlyWhere = null
)
{
    public bool Meets(double measured, double limit) =>
        Sense switch
        {
            Sense.AtLeast => measured >= limit,
            Sense.AtMost => measured <= limit,
            _ => throw new InvalidOperationException($"{Sense} is no sense."),
        };
}
