namespace Switchyard.Bench.Loop;

/// <summary>Who reads a <see cref="LoopSocket"/>.</summary>
internal interface IReadable
{
    /// <summary>Bytes wait on the socket. Called on the loop's thread; one receive is enough, the rest comes again.</summary>
    void OnReadable();
}
