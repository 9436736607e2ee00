using Switchyard.Contracts.Workers.Codec;

namespace Switchyard.Contracts.Workers;

/// <summary>The words of outcomes and answers, for those who write or read them themselves.</summary>
public static class WorkerWords
{
    private static readonly Dictionary<string, SettleAnswer> Answers = Enum.GetValues<SettleAnswer>()
        .ToDictionary(answer => ServerItems.Answers[(int)answer].Value, StringComparer.Ordinal);

    /// <summary>An outcome's word.</summary>
    public static string Of(JobOutcome outcome) => WorkerItems.Outcomes[(int)outcome].Value;

    /// <summary>The answer of a word; stale for one that is not known here: whatever it is, it is final.</summary>
    public static SettleAnswer AnswerOf(string word) => Answers.GetValueOrDefault(word, SettleAnswer.Stale);
}
