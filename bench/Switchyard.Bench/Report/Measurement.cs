namespace Switchyard.Bench.Report;

/// <summary>One measured quantity over the runs.</summary>
/// <param name="Name">Scenario and quantity, such as <c>create.rate</c>.</param>
/// <param name="Unit">Such as <c>tasks/s</c> or <c>ms</c>; <c>x</c> for a ratio.</param>
/// <param name="Runs">Each run's value, in the order of the runs; at least one.</param>
internal sealed record Measurement(string Name, string Unit, IReadOnlyList<double> Runs)
{
    public double Median
    {
        get
        {
            double[] sorted = [.. Runs.Order()];
            int middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    public double Min => Runs.Min();

    public double Max => Runs.Max();
}
