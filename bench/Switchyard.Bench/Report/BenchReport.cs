namespace Switchyard.Bench.Report;

/// <summary>All that a bench measured, and how it stands against the promised figures.</summary>
internal sealed class BenchReport(Machine machine, bool quick)
{
    private readonly List<Measurement> measurements = [];

    public Machine Machine => machine;

    /// <summary>A short form was run, whose numbers prove only that the scenarios work.</summary>
    public bool Quick => quick;

    public IReadOnlyList<Measurement> Measurements => measurements;

    /// <summary>The figures of which something was measured.</summary>
    public IReadOnlyList<Verdict> Verdicts =>
        [
            .. from figure in Figures.All
            let measured = Find(figure.Measurement)
            where measured is not null && Applies(figure)
            select new Verdict(figure, measured),
        ];

    public void Add(string name, string unit, IReadOnlyList<double> runs) =>
        measurements.Add(new Measurement(name, unit, runs));

    private Measurement? Find(string name) => measurements.Find(measurement => measurement.Name == name);

    private bool Applies(Figure figure) =>
        figure.OnlyWhere is not { } condition || Find(condition.Measurement)?.Median >= condition.AtLeast;
}
