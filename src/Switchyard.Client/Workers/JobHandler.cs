namespace Switchyard.Client.Workers;

/// <summary>
/// Does one job. What it throws fails the attempt with the exception's message; when it throws because
/// <see cref="JobContext.Cancellation"/> was cancelled nothing is reported.
/// </summary>
public delegate Task<WorkResult> JobHandler(JobContext context);
