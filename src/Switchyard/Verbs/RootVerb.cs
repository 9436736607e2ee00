using System.CommandLine;

namespace Switchyard.Verbs;

/// <summary>The command line: one line here and one file beside this one a verb.</summary>
internal static class RootVerb
{
    public static RootCommand Create() =>
        new("One durable task engine with many front doors.")
        {
            ServeVerb.Create(),
            SubmitVerb.Create(),
            ListVerb.Create(),
            ShowVerb.Create(),
            WhyVerb.Create(),
            LogsVerb.Create(),
            EventsVerb.Create(),
            OrderVerb.Cancel(),
            OrderVerb.Retry(),
            SchedulesVerb.Create(),
            WorkersVerb.Create(),
            WorkerVerb.Create(),
            TopVerb.Create(),
            KeysVerb.Create(),
            BackupVerb.Create(),
            RestoreVerb.Create(),
            ConfigVerb.Create(),
            DoctorVerb.Create(),
            CompletionVerb.Create(),
            BenchVerb.Create(),
            BenchEchoVerb.Create(),
        };
}
