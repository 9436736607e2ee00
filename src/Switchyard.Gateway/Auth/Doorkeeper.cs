using Switchyard.Engine.Accounts;
using Switchyard.Gateway.Listeners;
using Switchyard.Gateway.RateLimits;

namespace Switchyard.Gateway.Auth;

/// <summary>Who comes in by a listener: keys, anonymous callers, and keys' limits. The same for every dialect.</summary>
internal sealed class Doorkeeper(IKeys keys, KeyRates rates)
{
    /// <summary>Receives a caller.</summary>
    /// <param name="listener">Where it came in.</param>
    /// <param name="presented">The key it presents; empty for none.</param>
    /// <param name="ignoresUnknown">
    /// Where no key is required, whether one that is nobody's makes an anonymous caller (createTask's clients must send
    /// some <c>clientKey</c>) and not a refused one.
    /// </param>
    public Admission Admit(IListenerFeature listener, ReadOnlySpan<char> presented, bool ignoresUnknown = false)
    {
        if (presented.IsEmpty || keys.Authenticate(presented) is not { } caller)
        {
            var isAnonymous = !listener.RequiresKeys && (presented.IsEmpty || ignoresUnknown);
            return new Admission(
                isAnonymous ? AdmissionVerdict.Admitted : AdmissionVerdict.Unauthorized,
                Caller.Anonymous
            );
        }

        return listener.LimitsRates && !rates.TryTake(caller, out var wait)
            ? new Admission(AdmissionVerdict.TooManyRequests, caller, wait)
            : new Admission(AdmissionVerdict.Admitted, caller);
    }
}
