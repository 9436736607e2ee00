using Switchyard.Verbs;

return await RootVerb.Create().Parse(args).InvokeAsync();
