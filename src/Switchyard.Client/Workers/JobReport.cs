namespace Switchyard.Client.Workers;

/// <summary>What a handler has said since it was last asked.</summary>
internal record struct JobReport
{
    /// <summary>UTF-8 log text, at most as long as one piece in a frame; null for none.</summary>
    public List<byte>? Log { get; set; }

    /// <summary>The last progress; empty for none.</summary>
    public ReadOnlyMemory<byte> Progress { get; set; }

    /// <summary>The end; null while it works.</summary>
    public WorkResult? Result { get; set; }
}
