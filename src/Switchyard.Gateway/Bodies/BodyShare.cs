namespace Switchyard.Gateway.Bodies;

/// <summary>What one request's body holds of the budget, until it is disposed of.</summary>
internal sealed class BodyShare(BodyBudget budget) : IDisposable
{
    private long _taken;

    /// <summary>Has the body grow to so many bytes; false when there is no room.</summary>
    public bool TryGrowTo(long bytes)
    {
        if (!budget.TryTake(bytes - _taken))
        {
            return false;
        }

        _taken = bytes;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        budget.Return(_taken);
        _taken = 0;
    }
}
