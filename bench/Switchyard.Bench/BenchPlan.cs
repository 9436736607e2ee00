namespace Switchyard.Bench;

/// <summary>How long and how large the measurements are.</summary>
/// <param name="Runs">Runs of each measurement.</param>
/// <param name="RunTime">How long one run of a load is.</param>
/// <param name="WarmUp">How long a load runs before the first run that counts: the server compiles its hot code twice.</param>
/// <param name="Queued">Jobs of a full queue.</param>
/// <param name="Quick">The short form.</param>
internal sealed record BenchPlan(int Runs, TimeSpan RunTime, TimeSpan WarmUp, int Queued, bool Quick)
{
    /// <summary>HTTP connections of every load that is not one at a time.</summary>
    public const int Connections = 32;

    /// <summary>WebSocket workers of a full cycle.</summary>
    public const int Workers = 4;

    public static BenchPlan From(BenchOptions options) =>
        options.Quick
            ? new BenchPlan(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5), 20_000, Quick: true)
            : new BenchPlan(options.Runs, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4), 1_000_000, Quick: false);
}
