namespace Switchyard.Contracts.Workers.Http;

/// <summary>A piece of one job's log; renews its lease.</summary>
/// <param name="Job">The job's number.</param>
/// <param name="Token">The lease's number.</param>
/// <param name="Text">At most 64 KiB as UTF-8, in any number of lines.</param>
public sealed record LogReport(long Job, long Token, string Text);
