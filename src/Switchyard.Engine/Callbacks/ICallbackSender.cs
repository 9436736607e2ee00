using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Callbacks;

/// <summary>Posts the end of a job to the URL that its submitter gave, in the manner of the job's dialect.</summary>
public interface ICallbackSender
{
    /// <summary>Tries once. Never throws but when cancelled.</summary>
    /// <param name="job">The finished job; its dialect says the shape of the body.</param>
    /// <param name="result">Its result in full.</param>
    /// <param name="url">Where to: absolute, http or https.</param>
    /// <param name="idFormat">The form in which the job's owner knows its id.</param>
    /// <param name="cancellation">The node stops.</param>
    ValueTask<CallbackAnswer> SendAsync(
        JobSnapshot job,
        ReadOnlyMemory<byte> result,
        string url,
        IdFormat idFormat,
        CancellationToken cancellation
    );
}
