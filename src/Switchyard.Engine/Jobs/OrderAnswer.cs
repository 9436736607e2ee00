namespace Switchyard.Engine.Jobs;

/// <summary>The answers to an order.</summary>
public enum OrderAnswer
{
    /// <summary>Carried out.</summary>
    Done,

    /// <summary>The worker was asked to pause; the job pauses when it answers.</summary>
    Asked,

    /// <summary>The job's state does not allow it.</summary>
    Refused,

    /// <summary>There is no such job.</summary>
    NotFound,
}
