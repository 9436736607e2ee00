using Switchyard.Worker.Tests.Harness;

namespace Switchyard.Worker.Tests.Executors;

/// <summary>Python's place is taken by a script of the shell's: what counts is how it is called.</summary>
public sealed class PythonExecutorTests
{
    [Fact]
    public async Task Arguments_OfAScript_AreLiteral()
    {
        using var bench = new CommandBench();
        var python = Path.Combine(bench.Folder, "python");
        await File.WriteAllTextAsync(python, "#!/bin/sh\nprintf '<%s>\\n' \"$@\"\n");
        File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var result = await bench.PythonAsync("script.py", ["a b", "$HOME; rm -rf /", "", "-c"], python);

        result.Error.ShouldBeNull();
        bench.Log.ShouldBe("<-u>\n<script.py>\n<a b>\n<$HOME; rm -rf />\n<>\n<-c>\n");
    }

    [Theory]
    [InlineData("/no/such/python", "The program /no/such/python is not there.")]
    [InlineData("no-such-python", "The program no-such-python is not there.")]
    public async Task Interpreter_ThatIsNotThere_FailsTheRun(string python, string error)
    {
        using var bench = new CommandBench();

        var result = await bench.PythonAsync("script.py", python: python);

        result.Error.ShouldBe(error);
        result.IsFinal.ShouldBeFalse();
    }

    [Fact]
    public async Task Interpreter_ThatIsNoProgram_FailsTheRun()
    {
        using var bench = new CommandBench();
        var python = Path.Combine(bench.Folder, "python");
        await File.WriteAllTextAsync(python, "print(1)");

        var result = await bench.PythonAsync("script.py", python: python);

        result.Error.ShouldBe($"{python} cannot be started: Permission denied.");
    }
}
