using System.CommandLine;
using Switchyard;
using Switchyard.Verbs;

// A payload may begin with @: it is not the name of a file with more arguments.
var parsed = RootVerb.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

// Longer than a node takes to stop: the end of the process must not come before it.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
var code = await parsed.InvokeAsync(invocation);
return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
