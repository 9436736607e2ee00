using Switchyard.Contracts.Executors;

namespace Switchyard.Options;

/// <summary>The options of the node's own worker.</summary>
internal static class WorkerOptions
{
    public static NodeOption<long?> MaxTasks { get; } =
        OptionKinds.NumberOr(
            "Worker:MaxTasks",
            "twice the processors",
            0,
            10_000,
            "Jobs that the node's own worker does at once; 0 for no such worker."
        );

    public static NodeOption<IReadOnlyList<string>?> Executors { get; } =
        OptionKinds.ListOr(
            "Worker:Executors",
            $"some of {string.Join(", ", ExecutorTypes.All)}, or none",
            "all while every listener is on loopback, else http",
            "What it does; shell and python jobs are refused, whoever would do them, unless they are among these."
        );

    public static NodeOption<string> Name { get; } =
        OptionKinds.Text("Worker:Name", "built-in", "1 to 255 characters", "Its name.");

    public static NodeOption<IReadOnlyList<string>> Tags { get; } =
        OptionKinds.List("Worker:Tags", "tags", "none", "Its tags.");

    public static NodeOption<IReadOnlyList<string>> Roots { get; } =
        OptionKinds.List(
            "Worker:Roots",
            "absolute paths",
            "none",
            "Folders that its commands may start in, the first when they do not say; none: any, and the node's own."
        );

    public static NodeOption<bool?> AllowPrivateNetwork { get; } =
        OptionKinds.Flag(
            "Worker:AllowPrivateNetwork",
            "true while every listener is on loopback",
            "Whether its http jobs may ask loopback, link-local and private addresses."
        );

    public static NodeOption<long?> MaxOutputBytes { get; } =
        OptionKinds.Number(
            "Worker:MaxOutputBytes",
            16 * 1024 * 1024,
            128 * 1024,
            1024 * 1024 * 1024,
            "Bytes of output kept an attempt: of more the middle is left out."
        );

    public static NodeOption<TimeSpan> KillGrace { get; } =
        OptionKinds.Duration(
            "Worker:KillGrace",
            "5s",
            "0s",
            "8s",
            "How long a command that is told to end (SIGTERM) may take before it is killed."
        );

    public static IReadOnlyList<OptionInfo> All { get; } =
    [
        MaxTasks.Info,
        Executors.Info,
        Name.Info,
        Tags.Info,
        Roots.Info,
        AllowPrivateNetwork.Info,
        MaxOutputBytes.Info,
        KillGrace.Info,
    ];
}
