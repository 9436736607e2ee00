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
        var seen = new HashSet<long>(settlements.Count);
        var n = settlements.Count;
        var hot = new bool[n];
        var (jobs, tokens, blobs, kinds) = (new long[n], new long[n], new long[n], new short[n]);
        var (results, errors, jitters) = (new ReadOnlyMemory<byte>[n], new byte[]?[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var settlement = settlements[i];
            // Of one job only the first goes with the set: what the others find depends on it.
            hot[i] = seen.Add(settlement.JobId) && settlement is { Kind: SettlementKind.Succeeded, Result.BlobId: 0 };
            (jobs[i], tokens[i], kinds[i]) = (settlement.JobId, settlement.Token, (short)settlement.Kind);
            (results[i], blobs[i]) = (settlement.Result.Inline, settlement.Result.BlobId);
            (errors[i], jitters[i]) = (
                settlement.Error is { } said ? Encoding.UTF8.GetBytes(said) : null,
                settlement.Jitter
            );
        }

        return SqlCall
            .Of($"SELECT {Move.Columns} FROM settle($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", round)
            .With(hot)
            .With(jobs)
            .With(tokens)
            .With(kinds)
            .WithBytes(results)
            .With(blobs)
            .With(errors)
            .With(jitters);
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
}
