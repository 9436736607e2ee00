using System.Text;
using Npgsql;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Rounds.Parts;

/// <summary>Settlements: the ends of attempts, each predicated on its lease.</summary>
internal sealed class SettlePart(List<Settlement> settlements, List<Transition> transitions) : IRoundPart
{
    private SettlementResult[] _results = [];

    public IReadOnlyList<SettlementResult> Results => _results;

    public NpgsqlBatchCommand Ask(in RoundKey round)
    {
        // Of one job only the first goes with the set: what the others find depends on it.
        var seen = new HashSet<long>(settlements.Count);
        var (hot, others) = (new List<int>(settlements.Count), new List<int>());
        for (var i = 0; i < settlements.Count; i++)
        {
            var isFirst = seen.Add(settlements[i].JobId);
            var isPlain = settlements[i] is { Kind: SettlementKind.Succeeded, Result.BlobId: 0 };
            (isFirst && isPlain ? hot : others).Add(i);
        }

        hot.Sort((left, right) => settlements[left].JobId.CompareTo(settlements[right].JobId));
        return SqlCall
            .Of(
                $"SELECT {Move.Columns} FROM settle($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                round
            )
            .With(hot.Select(i => i + 1).ToArray())
            .With(Of(hot, one => one.JobId))
            .With(Of(hot, one => one.Token))
            .WithBytes(Of(hot, one => one.Result.Inline))
            .With(others.Select(i => i + 1).ToArray())
            .With(Of(others, one => one.JobId))
            .With(Of(others, one => one.Token))
            .With(Of(others, one => (short)one.Kind))
            .WithBytes(Of(others, one => one.Result.Inline))
            .With(Of(others, one => one.Result.BlobId))
            .With(Of(others, one => one.Error is { } said ? Encoding.UTF8.GetBytes(said) : null))
            .With(Of(others, one => one.Jitter));
    }

    public NpgsqlBatchCommand AskAgain(in RoundKey round) => Move.Kept(round, RoundParts.Settlements);

    public async Task ReadAsync(NpgsqlDataReader rows)
    {
        _results = new SettlementResult[settlements.Count];
        foreach (var move in await Move.ReadAllAsync(rows))
        {
            _results[move.Index] = new SettlementResult((SettlementAnswer)move.Answer, move.State);
            if (move.Transition is { } transition)
            {
                transitions.Add(transition);
            }
        }
    }

    private T[] Of<T>(List<int> some, Func<Settlement, T> column)
    {
        var values = new T[some.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = column(settlements[some[i]]);
        }

        return values;
    }
}
