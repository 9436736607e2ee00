using Switchyard.Engine.Accounts;
using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Tests.Harness;

/// <summary>Callbacks are delivered nowhere.</summary>
internal sealed class NoCallbacks : ICallbackSender
{
    public ValueTask<CallbackAnswer> SendAsync(
        JobSnapshot job,
        ReadOnlyMemory<byte> result,
        string url,
        IdFormat format,
        CancellationToken cancellation
    ) => new(CallbackAnswer.Delivered);
}
