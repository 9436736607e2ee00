namespace Switchyard.Contracts.Workers;

/// <summary>What a worker may say in its hello that it can; unknown words are ignored.</summary>
public static class WorkerFeatures
{
    /// <summary>It can be asked to pause a job and then gives a checkpoint back.</summary>
    public const string Pause = "pause";
}
