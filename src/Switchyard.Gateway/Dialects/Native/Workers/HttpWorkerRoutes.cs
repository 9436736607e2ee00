using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Http;
using Switchyard.Engine.Accounts;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>The routes of workers over plain HTTP.</summary>
internal sealed class HttpWorkerRoutes(
    NativeGuard guard,
    HttpWorkers workers,
    HttpWorkerJobs jobs,
    HttpWorkerReports reports
)
{
    private const string One = WorkerProtocol.HttpPath + "/{worker}";

    public void Map(IEndpointRouteBuilder routes)
    {
        Post(routes, WorkerProtocol.HttpPath, workers.RegisterAsync)
            .Describe(
                HttpWorkerDocs.Of<WorkerRegistration, WorkerRegistered>(
                    "Register a worker that asks for jobs, or change one.",
                    """{"worker":"resizer-1","types":["resize"],"capacity":8}""",
                    """{"worker":"resizer-1","lease_seconds":30,"server_version":"0.1.0"}""",
                    status: StatusCodes.Status201Created
                )
            );
        Post(routes, One + "/lease", jobs.LeaseAsync)
            .Describe(
                HttpWorkerDocs.Of<LeaseRequest, LeasedJobs>(
                    "Lease jobs, as soon as there are any.",
                    """{"max":8,"wait_ms":30000}""",
                    $$"""{"jobs":[{{HttpWorkerDocs.Job}}]}"""
                )
            );
        Post(routes, One + "/renew", reports.RenewAsync)
            .Describe(
                HttpWorkerDocs.Of<LeaseReports, LeaseStandings>(
                    "Renew leases, and hear which are lost.",
                    """{"jobs":[{"job":17,"token":42},{"job":18,"token":43}]}""",
                    """{"jobs":[{"job":17,"token":42,"answer":"held"},{"job":18,"token":43,"answer":"revoked","reason":"cancelled"}]}"""
                )
            );
        Post(routes, One + "/progress", reports.ProgressAsync)
            .Describe(
                HttpWorkerDocs.Of<LeaseReports, LeaseStandings>(
                    "Say how far jobs are; renews their leases.",
                    """{"jobs":[{"job":17,"token":42,"progress":{"done":0.5}}]}""",
                    HttpWorkerDocs.Held
                )
            );
        Post(routes, One + "/log", reports.LogAsync)
            .Describe(
                HttpWorkerDocs.Of<LogReports, LeaseStandings>(
                    "Append to jobs' logs; renews their leases.",
                    """{"jobs":[{"job":17,"token":42,"text":"page 1\npage 2\n"}]}""",
                    HttpWorkerDocs.Held
                )
            );
        Post(routes, One + "/settle", jobs.SettleAsync)
            .Describe(
                HttpWorkerDocs.Of<SettleRequest, SettleAnswers>(
                    "End attempts; with `lease` get the next jobs in the same call.",
                    """{"results":[{"job":16,"token":41,"outcome":"succeeded","result":{"size":1280}}],"lease":{"max":1,"wait_ms":30000}}""",
                    $$"""{"results":[{"job":16,"token":41,"answer":"settled"}],"jobs":[{{HttpWorkerDocs.Job}}]}"""
                )
            );
        Post(routes, One + "/release", jobs.ReleaseAsync)
            .Describe(
                HttpWorkerDocs.Of<ReleaseRequest, SettleAnswers>(
                    "Give jobs back untouched; counts nothing.",
                    """{"jobs":[{"job":17,"token":42}]}""",
                    """{"results":[{"job":17,"token":42,"answer":"settled"}]}"""
                )
            );
        Post(routes, One + "/drain", workers.DrainAsync)
            .Describe(HttpWorkerDocs.Nothing("Get no further jobs, until registered again."));
        routes
            .MapDelete(One, guard.For(ApiScopes.Work, workers.DeregisterAsync))
            .Describe(HttpWorkerDocs.Nothing("Take the worker out of service; the jobs that it holds go back."));
    }

    private IEndpointConventionBuilder Post(
        IEndpointRouteBuilder routes,
        string path,
        Func<HttpContext, Caller, Task> handler
    ) => routes.MapPost(path, guard.For(ApiScopes.Work, handler));
}
