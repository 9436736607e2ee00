namespace Switchyard.Storage.Sqlite.Writing;

/// <summary>Something for the writer's thread to do. It never throws: whoever waits for it gets the fault.</summary>
internal interface IWriterWork
{
    void Run();
}
