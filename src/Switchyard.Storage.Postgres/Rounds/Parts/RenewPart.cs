using Npgsql;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Rounds.Parts;

/// <summary>
/// Renewals of leases, with the progress that workers report. Those of one lease come to one: the last time, any report,
/// the last progress.
/// </summary>
internal sealed class RenewPart : IRoundPart
{
    private readonly List<Renewal> _renewals;
    private readonly Dictionary<(long Job, long Token), int> _places;
    private readonly List<Renewal> _leases;
    private bool[] _extended = [];

    public RenewPart(List<Renewal> renewals)
    {
        _renewals = renewals;
        _places = new Dictionary<(long Job, long Token), int>(renewals.Count);
        _leases = new List<Renewal>(renewals.Count);
        foreach (var renewal in renewals)
        {
            if (_places.TryAdd((renewal.JobId, renewal.Token), _leases.Count))
            {
                _leases.Add(renewal);
                continue;
            }

            var place = _places[(renewal.JobId, renewal.Token)];
            _leases[place] = renewal with
            {
                Reported = renewal.Reported || _leases[place].Reported,
                Progress = renewal.Progress ?? _leases[place].Progress,
            };
        }
    }

    public IReadOnlyList<bool> Results =>
        [.. _renewals.Select(renewal => _extended[_places[(renewal.JobId, renewal.Token)]])];

    public NpgsqlBatchCommand Ask(in RoundKey round)
    {
        var n = _leases.Count;
        var (jobs, tokens, spans, reported) = (new long[n], new long[n], new long[n], new bool[n]);
        var reports = new byte[]?[n];
        for (var i = 0; i < n; i++)
        {
            var lease = _leases[i];
            (jobs[i], tokens[i], spans[i]) = (lease.JobId, lease.Token, Micros.From(lease.LeaseTime));
            (reported[i], reports[i]) = (lease.Reported, lease.Progress?.ToArray());
        }

        return SqlCall
            .Of($"SELECT {Move.Columns} FROM renew($1, $2, $3, $4, $5, $6, $7)", round)
            .With(jobs)
            .With(tokens)
            .With(spans)
            .With(reported)
            .With(reports);
    }

    public NpgsqlBatchCommand AskAgain(in RoundKey round) => Move.Kept(round, RoundParts.Renewals);

    public async Task ReadAsync(NpgsqlDataReader rows)
    {
        _extended = new bool[_leases.Count];
        foreach (var move in await Move.ReadAllAsync(rows))
        {
            _extended[move.Index] = true;
        }
    }
}
