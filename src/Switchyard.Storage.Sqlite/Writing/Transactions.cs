using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Writing;

/// <summary>Transactions of the one connection that writes, and what is left of them when they fail: nothing.</summary>
internal sealed class Transactions(Connection database, StoreState state)
{
    private readonly Statement _begin = database.Prepare("BEGIN IMMEDIATE");
    private readonly Statement _commit = database.Prepare("COMMIT");
    private StorageFatalException? _fatal;
    private bool _stale = true;

    /// <summary>Whether what is durable is unknown: nothing is written any more, no checkpoint made either.</summary>
    public bool IsFatal => _fatal is not null;

    /// <summary>Does the work in a transaction and returns once it is durable.</summary>
    public T Run<T>(Func<T> work)
    {
        if (_fatal is not null)
        {
            throw new StorageFatalException(_fatal.Message, _fatal);
        }

        try
        {
            if (_stale)
            {
                state.Load();
                _stale = false;
            }

            _begin.Run();
            state.Begin();
            var result = work();
            state.Save();
            _commit.Run();
            return result;
        }
        catch (Exception fault)
        {
            database.Recover();
            _stale = true;
            _fatal = fault as StorageFatalException;
            throw;
        }
    }

    /// <summary>Does something outside of any transaction that can fail as one can.</summary>
    public T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (StorageFatalException fault)
        {
            _fatal = fault;
            throw;
        }
    }
}
