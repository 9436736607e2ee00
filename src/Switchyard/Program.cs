using System.CommandLine;
using Switchyard.Verbs;

// Longer than a node takes to stop: the end of the process must not come before it.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
return await CommandLine.RunAsync(args, invocation);
