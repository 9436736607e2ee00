namespace Switchyard.EndToEnd.Tests.Load;

/// <summary>What was seen from outside of one task.</summary>
internal sealed class JournalEntry
{
    /// <summary>As createTask acknowledged; null when no answer came.</summary>
    public string? Acknowledged { get; set; }

    /// <summary>As a worker got it; null when none did.</summary>
    public string? Delivered { get; set; }

    /// <summary>The results that workers reported, by their serials: noted before they were sent.</summary>
    public List<long> Reported { get; } = [];

    /// <summary>The result that a client read, by its serial.</summary>
    public long? Read { get; set; }
}
