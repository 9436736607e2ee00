using System.CommandLine;
using System.Runtime.InteropServices;
using Switchyard.Options;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Checks;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard doctor</c>: looks at a data folder, the options and a running server, and says what is wrong.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var command = new Command(
            "doctor",
            "Check the data folder, the options and the server; exits with 1 on a failure."
        );
        var serve = new ServeArguments();
        serve.AddTo(command);
        return ServerArguments.Complete(command, (parsed, call) => RunAsync(serve.Read(parsed), call));
    }

    private static async Task<int> RunAsync(ServeOptions options, Call call)
    {
        var set = options.Read(Environment.CurrentDirectory, Environment.GetEnvironmentVariables());
        var model = NodeModelReader.Read(set, options.DataFolder);
        var folder = new FolderChecks(model.DataFolder);
        List<Check> checks =
        [
            Check.Ok(
                "version",
                $"{Product.Version} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}"
            ),
            .. folder.All(),
        ];
        checks.AddRange(new OptionChecks(set, model).All(folder.IsInUse));
        await foreach (var check in new ServerChecks(call, call.Server).AllAsync(folder.IsInUse, call.Cancellation))
        {
            checks.Add(check);
        }

        if (call.IsJson)
        {
            await call.WriteJsonAsync(checks, VerbsJson.Default.ListCheck);
        }
        else
        {
            CheckPrinter.Print(call.Output, checks);
        }

        return checks.Exists(check => check.Status == Check.Bad) ? ExitCode.Refused : ExitCode.Success;
    }
}
