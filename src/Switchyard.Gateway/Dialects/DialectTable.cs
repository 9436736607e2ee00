using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Switchyard.Engine;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Workers;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Dialects.Broker;
using Switchyard.Gateway.Dialects.Native;
using Switchyard.Gateway.Dialects.Native.Audit;
using Switchyard.Gateway.Dialects.Native.Backups;
using Switchyard.Gateway.Dialects.Native.Bulk;
using Switchyard.Gateway.Dialects.Native.Events;
using Switchyard.Gateway.Dialects.Native.Jobs;
using Switchyard.Gateway.Dialects.Native.Keys;
using Switchyard.Gateway.Dialects.Native.Schedules;
using Switchyard.Gateway.Dialects.Native.Workers;
using Switchyard.Gateway.Dialects.Scheduler;
using Switchyard.Gateway.Dialects.Scheduler.Node;
using Switchyard.Gateway.Dialects.Scheduler.Runs;
using Switchyard.Gateway.Dialects.Scheduler.Tasks;
using Switchyard.Gateway.Dialects.Scheduler.Workers;
using Switchyard.Gateway.Dialects.Unbuilt;
using Switchyard.Gateway.Health;
using Switchyard.Gateway.Listeners;
using Switchyard.Gateway.Logs;
using Switchyard.Gateway.Metrics;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects;

/// <summary>Which dialects a listener speaks.</summary>
internal static class DialectTable
{
    /// <summary>The dialects of a listener, each with the paths that are its own; the last takes all others.</summary>
    public static IEnumerable<(PathString Prefix, IDialect Dialect)> Of(string listener, IServiceProvider services)
    {
        T Get<T>()
            where T : notnull => services.GetRequiredService<T>();

        switch (listener)
        {
            case ListenerNames.Console:
                var scheduler = Scheduler(services);
                yield return (SchedulerWorkers.RegisterPath, scheduler); // between the native API's paths
                yield return (NativeDialect.Prefix, Native(services));
                yield return (default, scheduler);
                break;
            case ListenerNames.Broker:
                yield return (
                    default,
                    new BrokerDialect(
                        Get<IJobs>(),
                        Get<IWorkers>(),
                        Get<Doorkeeper>(),
                        Get<GatewayModel>().Broker,
                        new ApiPages(BrokerDocs.Api(Get<GatewayModel>().Version)),
                        Get<TimeProvider>(),
                        Get<ILogger<BrokerDialect>>()
                    )
                );
                break;
            default:
                yield return (default, new UnbuiltDialect(listener));
                break;
        }
    }

    private static NativeDialect Native(IServiceProvider services)
    {
        T Get<T>()
            where T : notnull => services.GetRequiredService<T>();

        var (engine, jobs, clock) = (Get<TaskEngine>(), Get<IJobs>(), Get<TimeProvider>());
        var guard = new NativeGuard(Get<Doorkeeper>());
        return new NativeDialect(
            guard,
            new NativeJobs(jobs, clock),
            new NativeOrders(jobs, clock),
            new NativeKeys(Get<IKeys>(), clock),
            new NativeNode(jobs, Get<IWorkers>(), clock),
            new NativeLogs(engine.Logs, StreamOf(engine, clock), clock),
            new NativeBulk(engine.Bulk, clock),
            new ScheduleRoutes(engine.Schedules, clock),
            new NativeEvents(engine.Events, jobs, engine.Keys, clock),
            new NativeAudit(engine.Audit, clock),
            new NativeBackups(engine.Backups, clock),
            new WorkerEndpoint(
                Get<TaskEngine>(),
                Get<GatewayModel>(),
                clock,
                Get<ILoggerFactory>().CreateLogger<WorkerEndpoint>()
            ),
            HttpWorkers(services, guard),
            new ApiPages(NativeDocs.Api(Get<GatewayModel>().Version))
        );
    }

    private static SchedulerDialect Scheduler(IServiceProvider services)
    {
        T Get<T>()
            where T : notnull => services.GetRequiredService<T>();

        var (engine, clock, version) = (Get<TaskEngine>(), Get<TimeProvider>(), Get<GatewayModel>().Version);
        var answers = new SchedulerAnswers(clock);
        var schedules = engine.Schedules;
        var runs = new SchedulerRuns(schedules, engine.Jobs, new RunReads(engine.Jobs, engine.Logs), answers);
        return new SchedulerDialect(
            new SchedulerGuard(Get<Doorkeeper>(), answers),
            answers,
            new SchedulerHealth(Get<NodeHealth>(), answers, version),
            new SchedulerStatus(schedules, engine.Jobs, engine.Workers, answers),
            new TaskRoutes(
                new SchedulerTasks(schedules, answers, clock),
                new SchedulerTrigger(schedules, runs, answers, clock),
                runs
            ),
            new SchedulerLogs(runs, engine.Logs, StreamOf(engine, clock), answers),
            new SchedulerWorkers(engine.Workers, answers, clock),
            Get<MetricsEndpoint>(),
            new ApiPages(SchedulerDocs.Api(version))
        );
    }

    private static LogStream StreamOf(TaskEngine engine, TimeProvider clock) =>
        new(engine.Logs, engine.Keys, engine.Events, clock);

    private static HttpWorkerRoutes HttpWorkers(IServiceProvider services, NativeGuard guard)
    {
        var engine = services.GetRequiredService<TaskEngine>();
        var (workers, clock) = (engine.PollingWorkers, services.GetRequiredService<TimeProvider>());
        var model = services.GetRequiredService<GatewayModel>();
        return new HttpWorkerRoutes(
            guard,
            new HttpWorkers(workers, engine.LeaseTime, model, clock),
            new HttpWorkerJobs(workers, clock),
            new HttpWorkerReports(workers, clock)
        );
    }
}
