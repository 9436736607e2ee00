namespace Switchyard.Bench.Scenarios;

/// <summary>What a run costs in processor time, on both sides: on two cores the one side's cost is the other's loss.</summary>
internal sealed class CpuMeter(Func<TimeSpan> server)
{
    private TimeSpan serverBefore = server();
    private TimeSpan generatorBefore = Environment.CpuUsage.TotalTime;

    /// <summary>Microseconds of the server for each operation, one a run.</summary>
    public List<double> Server { get; } = [];

    /// <summary>Microseconds of the generator for each operation, one a run.</summary>
    public List<double> Generator { get; } = [];

    public void Begin()
    {
        serverBefore = server();
        generatorBefore = Environment.CpuUsage.TotalTime;
    }

    public void End(long operations)
    {
        Server.Add((server() - serverBefore).TotalMicroseconds / operations);
        Generator.Add((Environment.CpuUsage.TotalTime - generatorBefore).TotalMicroseconds / operations);
    }
}
