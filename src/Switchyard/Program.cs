using System.CommandLine;
using Switchyard;

var root = new RootCommand("One durable task engine with many front doors.") { BenchVerb.Bench(), BenchVerb.Echo() };
return await root.Parse(args).InvokeAsync();
