namespace Switchyard.Storage.Sqlite.Writing;

/// <summary>A transaction beside the rounds.</summary>
internal sealed class SideWork<T>(Transactions transactions, Func<T> work) : IWriterWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _done.Task;

    public void Run()
    {
        try
        {
            _done.SetResult(transactions.Run(work));
        }
        catch (Exception fault)
        {
            _done.SetException(fault);
        }
    }
}
