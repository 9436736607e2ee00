using System.CommandLine;
using Switchyard.Client;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard list</c>: jobs, newest first.</summary>
internal static class ListVerb
{
    private const int LargestPage = 1000;

    public static Command Create()
    {
        var state = Arguments.Names("--state", $"Only these states: {string.Join(", ", JobStates.All)}.", "A,B");
        var type = new Option<string?>("--type") { Description = "Only this type.", HelpName = "TYPE" };
        var limit = new Option<int>("--limit")
        {
            Description = "How many; default 50.",
            HelpName = "N",
            DefaultValueFactory = _ => 50,
        };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit must be at least 1.");
            }
        });
        var before = new Option<long?>("--before")
        {
            Description = "Go on behind this job: what the list before gave as \"before\".",
            HelpName = "ID",
        };
        return ServerArguments.Complete(
            new Command("list", "List jobs, newest first.") { state, type, limit, before },
            async (parsed, call) =>
            {
                var filter = new JobFilter(
                    parsed.GetValue(state),
                    parsed.GetValue(type),
                    Before: parsed.GetValue(before)
                );
                var list = await ReadAsync(call, filter, parsed.GetValue(limit));
                if (call.IsJson)
                {
                    await call.WriteJsonAsync(list, ContractsJson.Default.JobList);
                }
                else
                {
                    JobPrinter.PrintList(call.Output, list.Jobs);
                }

                return ExitCode.Success;
            }
        );
    }

    /// <summary>Reads pages until there are enough: a page may be short while more follow, since scans are bounded.</summary>
    private static async Task<JobList> ReadAsync(Call call, JobFilter filter, int limit)
    {
        var jobs = new List<JobView>();
        while (true)
        {
            var page = await call.Client.Jobs.ListAsync(
                filter with
                {
                    Limit = Math.Min(limit - jobs.Count, LargestPage),
                },
                call.Cancellation
            );
            jobs.AddRange(page.Jobs);
            if (page.Before is null || jobs.Count >= limit)
            {
                return new JobList(jobs, page.Before);
            }

            filter = filter with { Before = page.Before };
        }
    }
}
