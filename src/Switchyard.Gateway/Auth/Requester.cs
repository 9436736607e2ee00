using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Auth;

/// <summary>Who stands behind a request, for the audit.</summary>
internal static class Requester
{
    /// <summary>The caller, with the door and the address that the request came by.</summary>
    public static Actor Of(HttpContext context, Caller caller, Dialect door) =>
        new(caller, door, context.Connection.RemoteIpAddress?.ToString());
}
