namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>The last numbers given out, and the last time recorded, in microseconds.</summary>
internal record struct MetaRow(long Round, long Job, long Token, long Time, long Node);
