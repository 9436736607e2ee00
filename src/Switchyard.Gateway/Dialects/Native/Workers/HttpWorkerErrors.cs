using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Workers;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>What is wrong with the request of a worker that asks.</summary>
internal static class HttpWorkerErrors
{
    /// <summary>What is wrong with a body; null for nothing.</summary>
    public static NativeProblem? Of(ErrorFrame? error) =>
        error is null ? null
        : error.Code == WorkerErrorCodes.Malformed ? NativeErrors.Malformed(error.Message)
        : NativeErrors.Invalid(error.Message);

    /// <summary>What is out of its range; null for nothing.</summary>
    public static NativeProblem? Invalid(string? problem) => problem is null ? null : NativeErrors.Invalid(problem);

    /// <summary>Why a caller may not speak for a worker; null when it may.</summary>
    public static NativeProblem? Of(PollingAccess access) =>
        access switch
        {
            PollingAccess.Granted or PollingAccess.Registered => null,
            PollingAccess.Unknown => new(
                404,
                ProblemCodes.UnknownWorker,
                "No worker of this name is registered, or no longer: register it, then go on."
            ),
            PollingAccess.Denied => new(403, ProblemCodes.Forbidden, "Another key has a worker of this name."),
            PollingAccess.Full => new(
                429,
                ProblemCodes.TooManyWorkers,
                "As many workers are registered as there may be; those that are not heard of are forgotten."
            ),
        };
}
