namespace Switchyard.Engine.Schedules;

/// <summary>What becomes of a due slot while another run of its group has not ended.</summary>
public enum Overlap : byte
{
    /// <summary>The slot is dropped. A trigger by hand makes its run all the same.</summary>
    Skip = 1,

    /// <summary>The run waits, as a draft, until those before it have ended. A group has 1,000 waiting runs at most: slots beyond are dropped.</summary>
    Queue,

    /// <summary>Both run.</summary>
    Allow,

    /// <summary>The runs before it are cancelled first.</summary>
    CancelPrevious,
}
