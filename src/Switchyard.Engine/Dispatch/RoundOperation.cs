using System.Threading.Tasks.Sources;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Dispatch;

/// <summary>
/// One awaitable part of a round. The operation is its own task source: at tens of thousands a second, one object
/// instead of three is worth having.
/// </summary>
/// <typeparam name="TAnswer">What its owner gets.</typeparam>
internal sealed class RoundOperation<TAnswer>(
    int weight,
    bool survivesOutage,
    Func<Round, int> add,
    Func<RoundResult, int, TAnswer> answer
) : IRoundOperation, IValueTaskSource<TAnswer>
{
    private ManualResetValueTaskSourceCore<TAnswer> core = new() { RunContinuationsAsynchronously = true };
    private int index;

    /// <inheritdoc/>
    public int Weight => weight;

    /// <inheritdoc/>
    public bool SurvivesOutage => survivesOutage;

    /// <summary>Completes with the round.</summary>
    public ValueTask<TAnswer> Task => new(this, core.Version);

    /// <inheritdoc/>
    public void AddTo(Round round) => index = add(round);

    /// <inheritdoc/>
    public void Complete(RoundResult result)
    {
        TAnswer found;
        try
        {
            found = answer(result, index);
        }
        catch (Exception problem)
        {
            // Its owner's bug and not the round's, which is durable: the others in it get their answers.
            core.SetException(problem);
            return;
        }

        core.SetResult(found);
    }

    /// <inheritdoc/>
    public void Fail(Exception problem) => core.SetException(problem);

    TAnswer IValueTaskSource<TAnswer>.GetResult(short token) => core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TAnswer>.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource<TAnswer>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => core.OnCompleted(continuation, state, token, flags);
}
