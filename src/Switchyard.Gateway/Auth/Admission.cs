using Switchyard.Engine.Accounts;

namespace Switchyard.Gateway.Auth;

/// <summary>How a caller was received.</summary>
/// <param name="Verdict">Let in, or why not.</param>
/// <param name="Caller">Who it is; <see cref="Caller.Anonymous"/> unless a key says otherwise.</param>
/// <param name="RetryAfter">When too many requests came: how long to wait.</param>
internal readonly record struct Admission(AdmissionVerdict Verdict, Caller Caller, TimeSpan RetryAfter = default)
{
    public bool IsAdmitted => Verdict == AdmissionVerdict.Admitted;
}
