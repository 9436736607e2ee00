using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Mutants;

/// <summary>Takes the job's newest token for whatever token is given.</summary>
internal sealed class TokenBlindness
{
    private readonly Dictionary<long, long> _newest = [];

    public bool Settlements { get; init; }

    public bool Renewals { get; init; }

    public void Change(Round round)
    {
        for (var n = 0; n < round.Settlements.Count && Settlements; n++)
        {
            round.Settlements[n] = WithNewest(round.Settlements[n]);
        }

        for (var n = 0; n < round.Renewals.Count && Renewals; n++)
        {
            var renewal = round.Renewals[n];
            round.Renewals[n] = renewal with { Token = _newest.GetValueOrDefault(renewal.JobId, renewal.Token) };
        }
    }

    public RoundResult See(RoundResult result)
    {
        foreach (var job in result.Claims.SelectMany(jobs => jobs))
        {
            _newest[job.Id] = job.Token;
        }

        return result;
    }

    private Settlement WithNewest(Settlement one)
    {
        var token = _newest.GetValueOrDefault(one.JobId, one.Token);
        return one.Kind switch
        {
            SettlementKind.Succeeded => Settlement.Succeeded(one.JobId, token, one.Result),
            SettlementKind.Failed => Settlement.Failed(one.JobId, token, one.Error!, one.Result, one.Jitter),
            SettlementKind.FailedForGood => Settlement.FailedForGood(one.JobId, token, one.Error!, one.Result),
            SettlementKind.Released => Settlement.Released(one.JobId, token),
            SettlementKind.Paused => Settlement.Paused(one.JobId, token, one.Result),
            _ => Settlement.Lost(one.JobId, token),
        };
    }
}
