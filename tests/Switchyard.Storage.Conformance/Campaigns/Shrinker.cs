namespace Switchyard.Storage.Conformance.Campaigns;

/// <summary>Makes a failing sequence short: leaves out ever smaller runs of steps, then acts of rounds, then what is
/// special about the jobs that they submit.</summary>
internal static class Shrinker
{
    /// <summary>The shortest sequence found that still fails.</summary>
    /// <param name="steps">One that fails.</param>
    /// <param name="fails">Plays a sequence.</param>
    /// <param name="attempts">How many may be played.</param>
    public static async Task<IReadOnlyList<Step>> ShrinkAsync(
        IReadOnlyList<Step> steps,
        Func<IReadOnlyList<Step>, Task<bool>> fails,
        int attempts
    )
    {
        var left = attempts;
        int before;
        do
        {
            before = Weight(steps);
            steps = await LeaveOutAsync(steps, shorter => TryAsync(shorter));
            for (var n = steps.Count - 1; n >= 0 && left > 0; n--)
            {
                if (steps[n] is Step.Commit commit)
                {
                    var (at, all) = (n, steps);
                    var acts = await LeaveOutAsync(commit.Acts, shorter => TryAsync(With(all, at, shorter)));
                    steps = With(all, at, await SimplifyAsync(acts, simpler => TryAsync(With(all, at, simpler))));
                }
            }
        } while (Weight(steps) < before && left > 0);

        return steps;

        async Task<bool> TryAsync(IReadOnlyList<Step> shorter) => left-- > 0 && await fails(shorter);
    }

    private static int Weight(IReadOnlyList<Step> steps) =>
        steps.Sum(step => step is Step.Commit commit ? 1 + commit.Acts.Sum(Weight) : 1);

    private static int Weight(Act act) => act is Act.Submit submit ? submit.Jobs.Sum(job => job.ToString().Length) : 1;

    private static IReadOnlyList<Step> With(IReadOnlyList<Step> steps, int at, IReadOnlyList<Act> acts) =>
        [.. steps.Take(at), new Step.Commit(acts), .. steps.Skip(at + 1)];

    // From the end, since what failed is there: halves, quarters, …, single items.
    private static async Task<IReadOnlyList<T>> LeaveOutAsync<T>(
        IReadOnlyList<T> items,
        Func<IReadOnlyList<T>, Task<bool>> stillFails
    )
    {
        for (var size = Math.Max(1, items.Count / 2); size >= 1; size /= 2)
        {
            for (var end = items.Count; end > 0; end -= size)
            {
                var start = Math.Max(0, end - size);
                IReadOnlyList<T> shorter = [.. items.Take(start), .. items.Skip(end)];
                if (await stillFails(shorter))
                {
                    items = shorter;
                }
            }
        }

        return items;
    }

    private static async Task<IReadOnlyList<Act>> SimplifyAsync(
        IReadOnlyList<Act> acts,
        Func<IReadOnlyList<Act>, Task<bool>> stillFails
    )
    {
        for (var n = 0; n < acts.Count; n++)
        {
            if (acts[n] is Act.Submit submit)
            {
                var (at, all) = (n, acts);
                // A submission without jobs is none: the port does not say what becomes of it.
                var jobs = await LeaveOutAsync(
                    submit.Jobs,
                    async shorter => shorter.Count > 0 && await stillFails(With(all, at, shorter))
                );
                foreach (var job in Enumerable.Range(0, jobs.Count))
                {
                    foreach (var plainer in JobSpec.Plainer)
                    {
                        IReadOnlyList<JobSpec> changed = [.. jobs.Take(job), plainer(jobs[job]), .. jobs.Skip(job + 1)];
                        jobs = changed[job] != jobs[job] && await stillFails(With(all, at, changed)) ? changed : jobs;
                    }
                }

                acts = With(all, at, jobs);
            }
        }

        return acts;
    }

    private static IReadOnlyList<Act> With(IReadOnlyList<Act> acts, int at, IReadOnlyList<JobSpec> jobs) =>
        [.. acts.Take(at), ((Act.Submit)acts[at]) with { Jobs = jobs }, .. acts.Skip(at + 1)];
}
