namespace Switchyard.Contracts.Net;

/// <summary>A request would go to an address that it must not reach. No further try can mend it.</summary>
public sealed class ForbiddenAddressException(string host)
    : IOException($"{host} is not an address of the open internet.");
