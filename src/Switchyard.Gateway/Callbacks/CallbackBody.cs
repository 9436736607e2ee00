using System.Text.Json;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Dialects.Broker;
using Switchyard.Gateway.Dialects.Native.Jobs;

namespace Switchyard.Gateway.Callbacks;

/// <summary>What is posted for a job, in the manner of the door that it came in by.</summary>
internal static class CallbackBody
{
    /// <summary>The body, JSON.</summary>
    public static byte[] Of(JobSnapshot job, ReadOnlyMemory<byte> result, IdFormat idFormat) =>
        job.Lane.Dialect switch
        {
            Dialect.Broker => BrokerTranslator.Finished(job, result, address: null, idFormat),
            // The other doors that take jobs with a callback share the native API's answer to a GET.
            _ => JsonSerializer.SerializeToUtf8Bytes(
                NativeTranslator.View(job) with
                {
                    Result = new RawJson(result),
                },
                ContractsJson.Default.JobView
            ),
        };
}
