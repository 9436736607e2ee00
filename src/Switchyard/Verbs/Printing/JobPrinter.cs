using Spectre.Console;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;

namespace Switchyard.Verbs.Printing;

/// <summary>Jobs for people.</summary>
internal static class JobPrinter
{
    /// <summary>Characters of a payload or result that are shown; --json shows all.</summary>
    private const int MaxContent = 2_000;

    public static void PrintList(TextWriter output, IReadOnlyList<JobView> jobs) =>
        Screen.Print(output, console => console.Write(Table(console, jobs)));

    public static void Print(TextWriter output, JobDetails details) =>
        Screen.Print(output, console => Print(console, details));

    private static Table Table(IAnsiConsole console, IReadOnlyList<JobView> jobs)
    {
        var table = Screen.Table(console, "ID", "TYPE", "STATE", "ATTEMPT", "CREATED", "WORKER");
        foreach (var job in jobs)
        {
            table.AddRow(
                Screen.Number(job.Id),
                Screen.Text(job.Type),
                State(job),
                Screen.Number(job.Attempt),
                Screen.Time(job.CreatedAt),
                Screen.Text(job.Worker ?? "-")
            );
        }

        return table;
    }

    private static void Print(IAnsiConsole console, JobDetails details)
    {
        var (job, attempts, why) = details;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        Row("job", $"{job.Id}  {job.Uuid}");
        Row("type", job.Type);
        Row("tags", job.Tags is { } tags ? string.Join(", ", tags) : null);
        grid.AddRow(new Text("state"), State(job));
        Row("why", why?.Detail);
        Row("error", job.Error);
        Row("priority", $"{job.Priority}");
        Row("attempt", $"{job.Attempt} (may fail {job.MaxAttempts} in all)");
        Row("from", job.Dialect);
        Row("worker", job.Worker);
        Moment("created", job.CreatedAt);
        Moment("due", job.DueAt);
        Moment("expires", job.ExpiresAt);
        Moment("started", job.StartedAt);
        Moment("finished", job.FinishedAt);
        Row("callback", job.CallbackUrl);
        Content("payload", job.Payload);
        Content("progress", job.Progress);
        Content("result", job.Result);
        console.Write(grid);
        if (attempts.Count > 0)
        {
            console.WriteLine();
            PrintAttempts(console, attempts);
        }

        void Row(string name, string? value)
        {
            if (value is not null)
            {
                grid.AddRow(new Text(name), Screen.Text(value));
            }
        }

        void Moment(string name, DateTimeOffset? time)
        {
            if (time is not null)
            {
                grid.AddRow(new Text(name), Screen.Time(time));
            }
        }

        void Content(string name, RawJson json) => Row(name, json.IsEmpty ? null : Cut(json));
    }

    private static void PrintAttempts(IAnsiConsole console, IReadOnlyList<JobAttemptView> attempts)
    {
        var table = Screen.Table(console, "ATTEMPT", "WORKER", "STARTED", "ENDED", "REASON", "ERROR");
        foreach (var attempt in attempts)
        {
            table.AddRow(
                Screen.Number(attempt.Number),
                Screen.Text(attempt.Worker),
                Screen.Time(attempt.StartedAt),
                Screen.Time(attempt.EndedAt),
                Screen.Text(attempt.Reason),
                Screen.Text(attempt.Error ?? "-")
            );
        }

        console.Write(table);
    }

    private static Text State(JobView job)
    {
        var color = job.State switch
        {
            JobStates.Succeeded => Color.Green,
            JobStates.Failed => Color.Red,
            JobStates.Running => Color.Blue,
            JobStates.Pending => Color.Yellow,
            _ => Color.Grey,
        };
        return Screen.Text(job.Reason is { } reason ? $"{job.State} ({reason})" : job.State, new Style(color));
    }

    /// <summary>As much of a value as people want to see.</summary>
    public static string Cut(RawJson json)
    {
        var text = json.ToString();
        return text.Length <= MaxContent
            ? text
            : $"{text[..MaxContent]}… ({json.Bytes.Length} bytes, all of it by --json)";
    }
}
