using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;

namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>The wire's words for what a task is set to.</summary>
internal static class TaskWords
{
    public static IReadOnlyDictionary<string, ScheduleStatus> Statuses { get; } =
        Table<ScheduleStatus>(status =>
            status switch
            {
                ScheduleStatus.Active => "active",
                ScheduleStatus.Paused => "paused",
                ScheduleStatus.Disabled => "disabled",
            }
        );

    public static IReadOnlyDictionary<string, Overlap> Overlaps { get; } =
        Table<Overlap>(overlap =>
            overlap switch
            {
                Overlap.Skip => "skip",
                Overlap.Queue => "queue",
                Overlap.Allow => "allow",
                Overlap.CancelPrevious => "cancel_previous",
            }
        );

    public static IReadOnlyDictionary<string, CatchUp> CatchUps { get; } =
        Table<CatchUp>(catchUp =>
            catchUp switch
            {
                CatchUp.One => "one",
                CatchUp.None => "none",
                CatchUp.All => "all",
            }
        );

    /// <summary>Four of the engine's nine priorities.</summary>
    public static IReadOnlyDictionary<string, int> Priorities { get; } =
        new Dictionary<string, int>
        {
            ["low"] = 7,
            ["normal"] = NewJob.DefaultPriority,
            ["high"] = 3,
            ["critical"] = 1,
        };

    /// <summary>The word for any of the nine: a task made by the native API may have one between.</summary>
    public static string OfPriority(int priority) =>
        priority switch
        {
            < 3 => "critical",
            < NewJob.DefaultPriority => "high",
            < 7 => "normal",
            _ => "low",
        };

    /// <summary>The word of a value.</summary>
    public static string Of<T>(IReadOnlyDictionary<string, T> words, T value)
        where T : struct, Enum => words.First(entry => entry.Value.Equals(value)).Key;

    private static Dictionary<string, T> Table<T>(Func<T, string> wordOf)
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(wordOf, value => value, StringComparer.Ordinal);
}
