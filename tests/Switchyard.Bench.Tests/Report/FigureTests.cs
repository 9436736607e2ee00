using Switchyard.Bench.Report;

namespace Switchyard.Bench.Tests.Report;

public sealed class FigureTests
{
    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 9, 1, 5 }, 5)]
    [InlineData(new double[] { 8, 2, 4, 6 }, 5)]
    public void Median_OfRunsInAnyOrder_IsTheirMiddle(double[] runs, double median) =>
        new Measurement("a.rate", "x", runs).Median.ShouldBe(median);

    [Theory]
    [InlineData("create.ratio", 0.34, false, false)]
    [InlineData("create.ratio", 0.35, true, false)]
    [InlineData("create.ratio", 0.5, true, true)]
    [InlineData("idle.p99", 5.1, false, false)]
    [InlineData("idle.p99", 1.6, true, false)]
    [InlineData("idle.p99", 1.5, true, true)]
    public void Verdict_OnBothSidesOfALimit_HoldsOrNot(string measurement, double measured, bool ok, bool aimMet)
    {
        Verdict verdict = Verdicts((measurement, measured)).ShouldHaveSingleItem();

        (verdict.Ok, verdict.AimMet).ShouldBe((ok, aimMet));
    }

    [Theory]
    [InlineData(59_000, 0)]
    [InlineData(60_000, 1)]
    public void Figure_WithACondition_CountsOnlyWhereItHolds(double echo, int count) =>
        Verdicts(("cycle-wait.1.rate", 9_000), ("cycle-wait.echo_rate", echo)).Count.ShouldBe(count);

    private static IReadOnlyList<Verdict> Verdicts(params (string Name, double Value)[] measured)
    {
        var report = new BenchReport(Machine.Describe("/"), quick: true);
        foreach ((string name, double value) in measured)
        {
            report.Add(name, "x", [value]);
        }
        return report.Verdicts;
    }
}
