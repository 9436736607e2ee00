namespace Switchyard.Contracts.Executors;

/// <summary>A Python script.</summary>
public sealed record PythonOptions
{
    /// <summary>The interpreter that runs a script which names none: looked for in the PATH.</summary>
    public const string DefaultPython = "python3";

    private const int MaxArguments = 1_000;

    /// <summary>The script's path, in the working directory unless it begins with a slash.</summary>
    public required string Command { get; init; }

    /// <summary>What the script gets, each as it stands: no shell looks at them. At most 1,000 of 100,000 bytes, 1 MB in all.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The interpreter: a path, or a name that is looked for in the PATH.</summary>
    public required string PythonPath { get; init; }

    /// <summary>Where and among which variables it runs.</summary>
    public required ProcessOptions Process { get; init; }

    /// <summary>Reads a payload: <c>{"command":"process.py","arguments":["--input","data.csv"],"python_path":"/usr/bin/python3"}</c>.</summary>
    /// <param name="payload">One JSON value, UTF-8; members with other names are passed over.</param>
    public static OptionsResult<PythonOptions> Read(ReadOnlyMemory<byte> payload) =>
        OptionsReader.Read(
            payload,
            options => new PythonOptions
            {
                Command = Script(options),
                Arguments = options.Texts("arguments", MaxArguments, OptionsReader.MaxArgument),
                PythonPath = options.Optional("python_path", OptionsReader.MaxPath) ?? DefaultPython,
                Process = ProcessOptions.Read(options),
            }
        );

    private static string Script(OptionsReader options)
    {
        var script = options.Required("command", OptionsReader.MaxPath);
        if (script.StartsWith('-'))
        {
            // It would be an option of the interpreter: -c runs whatever the first argument says.
            options.Refuse("command", "must be a script's path, which begins with no dash");
        }

        return script;
    }
}
