namespace Switchyard.Contracts.Executors;

/// <summary>A command line, run by <c>/bin/sh -c</c>.</summary>
public sealed record ShellOptions
{
    /// <summary>What the shell gets, 1 to 100,000 bytes.</summary>
    public required string Command { get; init; }

    /// <summary>Where and among which variables it runs.</summary>
    public required ProcessOptions Process { get; init; }

    /// <summary>Reads a payload: <c>{"command":"ls -la","working_directory":"/tmp","environment":{"PATH":"/usr/bin:/bin"}}</c>.</summary>
    /// <param name="payload">One JSON value, UTF-8; members with other names are passed over.</param>
    public static OptionsResult<ShellOptions> Read(ReadOnlyMemory<byte> payload) =>
        OptionsReader.Read(
            payload,
            options => new ShellOptions
            {
                Command = options.Required("command", OptionsReader.MaxArgument),
                Process = ProcessOptions.Read(options),
            }
        );
}
