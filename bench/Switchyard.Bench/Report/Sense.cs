namespace Switchyard.Bench.Report;

/// <summary>On which side of its limit a figure is good.</summary>
internal enum Sense
{
    AtLeast,
    AtMost,
}
