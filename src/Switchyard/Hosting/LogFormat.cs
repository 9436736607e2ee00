namespace Switchyard.Hosting;

/// <summary>How log entries are written.</summary>
internal enum LogFormat
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>A JSON object, on one line.</summary>
    Json,
}
