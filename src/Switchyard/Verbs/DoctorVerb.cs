using System.CommandLine;
using System.Runtime.InteropServices;
using Switchyard.Options;
using Switchyard.Verbs.Calls;
using Switchyard.Verbs.Checks;
using Switchyard.Verbs.Printing;

namespace Switchyard.Verbs;

/// <summary><c>switchyard doctor</c>: looks at the store, the options and a running server, and says what is wrong.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var command = new Command("doctor", "Check the store, the options and the server; exits with 1 on a failure.");
        var serve = new ServeArguments();
        serve.AddTo(command);
        return ServerArguments.Complete(command, (parsed, call) => RunAsync(serve.Read(parsed), call));
    }

    private static async Task<int> RunAsync(ServeOptions options, Call call)
    {
        var set = options.Read(Environment.CurrentDirectory, Environment.GetEnvironmentVariables());
        var model = NodeModelReader.Read(set, options.DataFolder);
        var (store, isInUse) = await LookAtStoreAsync(model, call.Cancellation);
        List<Check> checks =
        [
            Check.Ok(
                "version",
                $"{Product.Version} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}"
            ),
            .. store,
        ];
        checks.AddRange(new OptionChecks(set, model).All(isInUse));
        // Of a database nobody knows which of this machine's servers has it.
        var isExpected = isInUse && model.Postgres is null;
        await foreach (var check in new ServerChecks(call, call.Server).AllAsync(isExpected, call.Cancellation))
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

    private static async Task<(IReadOnlyList<Check> Checks, bool IsInUse)> LookAtStoreAsync(
        NodeModel model,
        CancellationToken cancellation
    )
    {
        if (model.Postgres is { } name)
        {
            var database = new DatabaseChecks(name);
            return ([.. await database.AllAsync(cancellation)], database.IsInUse);
        }

        var folder = new FolderChecks(model.DataFolder);
        return ([.. folder.All()], folder.IsInUse);
    }
}
