namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>What a setting should be.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Problem">How bad a value is, and why; null when it is good.</param>
/// <param name="IsQuiet">Whether a good value is not worth a line.</param>
internal sealed record SettingRule(
    string Name,
    Func<Setting, (FindingGrade Grade, string Why)?> Problem,
    bool IsQuiet = false
)
{
    /// <summary>Good when it has one value.</summary>
    public static SettingRule Is(string name, string good, FindingGrade grade, string why, bool isQuiet = false) =>
        new(name, setting => setting.Shown == good ? null : (grade, $"set it to {good}: {why}"), isQuiet);

    /// <summary>Good from so many bytes on.</summary>
    public static SettingRule AtLeast(string name, int mebibytes, string why) =>
        new(
            name,
            setting =>
                setting.Number >> 20 >= mebibytes
                    ? null
                    : (FindingGrade.Doubt, $"{mebibytes}MB is the least that makes sense: {why}")
        );

    /// <summary>A limit on what a session does: good when there is none, or a long one.</summary>
    public static SettingRule Limit(string name, TimeSpan least, string why, bool isQuiet = true) =>
        new(
            name,
            setting =>
                setting.Number == 0 || setting.Number >= least.TotalMilliseconds
                    ? null
                    : (FindingGrade.Doubt, $"less than {Words.Span(least)}: {why}"),
            isQuiet
        );

    public Finding? Judge(Setting setting) =>
        Problem(setting) is var (grade, why) ? new Finding(Name, grade, $"{setting.Shown}; {why}.")
        : IsQuiet ? null
        : Finding.Fine(Name, $"{setting.Shown}.");
}
