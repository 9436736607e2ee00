namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>A running job. Times in microseconds.</summary>
/// <param name="Deadline">When its attempt has run for too long.</param>
/// <param name="Callback">Whether the job has a callback URL.</param>
internal readonly record struct LeaseRow(
    long Id,
    int Lane,
    Tally Tally,
    long Token,
    string Worker,
    long Node,
    long Started,
    long Until,
    long? Deadline,
    bool Callback
);
