namespace Switchyard.Gateway.Callbacks;

/// <summary>A callback would go to an address that it must not reach. No further try can mend it.</summary>
internal sealed class ForbiddenAddressException(string host)
    : IOException($"{host} is not an address of the open internet.");
