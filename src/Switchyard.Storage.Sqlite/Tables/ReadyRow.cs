namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>A pending job.</summary>
internal readonly record struct ReadyRow(int Route, int Priority, long Id, Tally Tally);
