using Switchyard.Engine.Schedules;

namespace Switchyard.Gateway.Dialects.Native.Schedules;

/// <summary>The wire's words for what schedules may be.</summary>
internal static class ScheduleWords
{
    public const string Statuses = "active, paused or disabled";
    public const string Overlaps = "skip, queue, allow or cancel_previous";
    public const string CatchUps = "one, none or all";

    public static string Of(ScheduleStatus status) =>
        status switch
        {
            ScheduleStatus.Active => "active",
            ScheduleStatus.Paused => "paused",
            ScheduleStatus.Disabled => "disabled",
        };

    public static string Of(Overlap overlap) =>
        overlap switch
        {
            Overlap.Skip => "skip",
            Overlap.Queue => "queue",
            Overlap.Allow => "allow",
            Overlap.CancelPrevious => "cancel_previous",
        };

    public static string Of(CatchUp catchUp) =>
        catchUp switch
        {
            CatchUp.One => "one",
            CatchUp.None => "none",
            CatchUp.All => "all",
        };

    public static bool TryStatus(string word, out ScheduleStatus status) => TryFind(word, Of, out status);

    public static bool TryOverlap(string word, out Overlap overlap) => TryFind(word, Of, out overlap);

    public static bool TryCatchUp(string word, out CatchUp catchUp) => TryFind(word, Of, out catchUp);

    private static bool TryFind<T>(string word, Func<T, string> wordOf, out T found)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (wordOf(value) == word)
            {
                found = value;
                return true;
            }
        }

        found = default;
        return false;
    }
}
