using System.Text.Json.Serialization.Metadata;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Http;

namespace Switchyard.Client.Workers;

/// <summary>
/// A registered worker's requests. Each is made until it is answered: a server that is away comes back, and one that has
/// forgotten the worker is told of it again.
/// </summary>
internal sealed class HttpWorkerCalls(
    ApiCaller caller,
    WorkerRegistration registration,
    Backoff backoff,
    TimeProvider clock
)
{
    private readonly string _path = $"{WorkerProtocol.HttpPath}/{Uri.EscapeDataString(registration.Worker)}";

    /// <summary>Registers, or says so again; the one call that is not repeated.</summary>
    public Task<WorkerRegistered> RegisterAsync(CancellationToken cancellation) =>
        caller.PostAsync(
            WorkerProtocol.HttpPath,
            registration,
            ContractsJson.Default.WorkerRegistration,
            ContractsJson.Default.WorkerRegistered,
            null,
            cancellation
        );

    /// <summary>Asks for jobs.</summary>
    public Task<LeasedJobs> LeaseAsync(int max, TimeSpan wait, CancellationToken cancellation) =>
        CallAsync(
            "/lease",
            new LeaseRequest { Max = max, WaitMs = (int)wait.TotalMilliseconds },
            ContractsJson.Default.LeaseRequest,
            ContractsJson.Default.LeasedJobs,
            wait,
            cancellation
        );

    /// <summary>Ends attempts, and asks for the next jobs that are there.</summary>
    public Task<SettleAnswers> SettleAsync(SettleRequest request, CancellationToken cancellation) =>
        CallAsync(
            "/settle",
            request,
            ContractsJson.Default.SettleRequest,
            ContractsJson.Default.SettleAnswers,
            TimeSpan.Zero,
            cancellation
        );

    /// <summary>Renews leases.</summary>
    public Task<LeaseStandings> RenewAsync(LeaseReports reports, CancellationToken cancellation) =>
        CallAsync(
            "/renew",
            reports,
            ContractsJson.Default.LeaseReports,
            ContractsJson.Default.LeaseStandings,
            TimeSpan.Zero,
            cancellation
        );

    /// <summary>Logs.</summary>
    public Task<LeaseStandings> LogAsync(LogReports reports, CancellationToken cancellation) =>
        CallAsync(
            "/log",
            reports,
            ContractsJson.Default.LogReports,
            ContractsJson.Default.LeaseStandings,
            TimeSpan.Zero,
            cancellation
        );

    /// <summary>Asks for no further jobs.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        try
        {
            await caller.CallAsync(HttpMethod.Post, _path + "/drain", cancellation);
        }
        catch (SwitchyardException refused) when (IsUnknown(refused))
        {
            // Then none will come either.
        }
    }

    /// <summary>Leaves.</summary>
    public Task DeregisterAsync(CancellationToken cancellation) =>
        caller.CallAsync(HttpMethod.Delete, _path, cancellation);

    private async Task<TAnswer> CallAsync<TBody, TAnswer>(
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<TAnswer> answerType,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            try
            {
                var answer = await caller.PostAsync(
                    _path + path,
                    body,
                    bodyType,
                    answerType,
                    null,
                    cancellation,
                    patience
                );
                backoff.Reset();
                return answer;
            }
            catch (SwitchyardException refused) when (IsUnknown(refused))
            {
                await RegisterAgainAsync(cancellation);
            }
            catch (Exception problem) when (IsTransient(problem))
            {
                await Task.Delay(backoff.Next(), clock, cancellation);
            }
        }
    }

    private async Task RegisterAgainAsync(CancellationToken cancellation)
    {
        try
        {
            await RegisterAsync(cancellation);
        }
        catch (Exception problem) when (IsTransient(problem))
        {
            await Task.Delay(backoff.Next(), clock, cancellation);
        }
    }

    private static bool IsTransient(Exception problem) =>
        problem is SwitchyardUnreachableException or SwitchyardException { IsTransient: true };

    private static bool IsUnknown(SwitchyardException refused) => refused.Problem.Code == ProblemCodes.UnknownWorker;
}
