using System.Globalization;
using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Dialects.Native.Jobs;

/// <summary>A job as a path names it: its number or its uuid.</summary>
internal static class NativeJobName
{
    /// <summary>Reads <c>{id}</c> of the route; what no job can have as a name is answered like a job that is not there.</summary>
    public static bool TryRead(HttpContext context, out JobRef job) =>
        TryRead((string?)context.Request.RouteValues["id"], out job);

    /// <summary>Reads a number or a uuid.</summary>
    public static bool TryRead(string? text, out JobRef job)
    {
        if (
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && id is > 0 and <= JobRef.MaxId
        )
        {
            job = new JobRef(id, null);
            return true;
        }

        job = default;
        return Guid.TryParseExact(text, "D", out var uuid) && JobRef.TryFromGuid(uuid, out job);
    }
}
