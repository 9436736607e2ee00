using System.CommandLine;

namespace Switchyard.Verbs;

/// <summary><c>switchyard completion</c>: prints a script by which a shell completes this command line, asking the program itself.</summary>
internal static class CompletionVerb
{
    private const string Bash = """
        _switchyard() {
            local line="${COMP_LINE#*[[:space:]]}" point=$((COMP_POINT - ${#COMP_WORDS[0]} - 1)) IFS=$'\n'
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$point]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _switchyard switchyard ./switchyard
        """;

    private const string Zsh = """
        #compdef switchyard
        _switchyard() {
            local line="${BUFFER#*[[:space:]]}"
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:$((CURSOR - ${#words[1]} - 1))]" "$line" 2>/dev/null)}")
            compadd -- $found || _files
        }
        compdef _switchyard switchyard ./switchyard
        """;

    private const string Fish = """
        function __switchyard_complete
            set -l words (commandline -opc)
            set -l line (commandline -cp | string replace -r '^\S+\s' '')
            $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c switchyard -f -a '(__switchyard_complete)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command(
            "completion",
            "Print a script by which a shell completes this command line: source <(switchyard completion bash)"
        )
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            var script = parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => Fish,
            };
            parsed.InvocationConfiguration.Output.WriteLine(script);
            return ExitCode.Success;
        });
        return command;
    }
}
