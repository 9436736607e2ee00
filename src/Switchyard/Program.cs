using System.CommandLine;

return await new RootCommand("One durable task engine with many front doors.").Parse(args).InvokeAsync();
