using System.Globalization;
using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>The integers that tasks and runs are named by.</summary>
internal static class SchedulerIds
{
    /// <summary>A number of the route; 0, which nothing has, for what is none.</summary>
    public static long Of(HttpContext context, string name) =>
        long.TryParse(
            (string?)context.Request.RouteValues[name],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var id
        )
        && id <= JobRef.MaxId
            ? id
            : 0;
}
