namespace Switchyard.Bench.Report;

/// <summary>A figure beside what was measured.</summary>
/// <param name="Figure">What was promised.</param>
/// <param name="Measured">What came out.</param>
internal sealed record Verdict(Figure Figure, Measurement Measured)
{
    public bool Ok => Figure.Meets(Measured.Median, Figure.Required);

    public bool? AimMet => Figure.Aim is { } aim ? Figure.Meets(Measured.Median, aim) : null;
}
