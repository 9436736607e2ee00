using Switchyard.Engine.Accounts;
using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Jobs;

namespace Switchyard.Hosting;

/// <summary>Leaves results to be posted in the store, for a sender that can.</summary>
internal sealed class NoCallbacks : ICallbackSender
{
    public ValueTask<CallbackAnswer> SendAsync(
        JobSnapshot job,
        ReadOnlyMemory<byte> result,
        string url,
        IdFormat idFormat,
        CancellationToken cancellation
    ) => new(CallbackAnswer.TryAgain);
}
