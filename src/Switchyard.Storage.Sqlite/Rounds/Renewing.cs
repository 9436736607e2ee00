using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Rounds;

/// <summary>Renewals of leases, with the progress that workers report.</summary>
internal sealed class Renewing(StoreTables tables, StoreState state)
{
    public bool[] Apply(List<Renewal> renewals)
    {
        var results = new bool[renewals.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Apply(renewals[i]);
        }

        return results;
    }

    private bool Apply(in Renewal renewal)
    {
        if (tables.Leases.Find(renewal.JobId) is not { } lease || lease.Token != renewal.Token)
        {
            return false;
        }

        var until = Micros.After(state.Now, Micros.From(renewal.LeaseTime));
        tables.Leases.Renew(lease.Id, until, renewal.Reported ? 0 : lease.Tally.Lapses);
        state.LeasesEnd = Math.Min(state.LeasesEnd, until);
        if (renewal.Progress is { } progress)
        {
            tables.Progress.Put(lease.Id, progress.Span);
        }

        return true;
    }
}
