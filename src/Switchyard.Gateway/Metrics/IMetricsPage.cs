using System.Buffers;

namespace Switchyard.Gateway.Metrics;

/// <summary>What is measured in this process, as a page for a scraper.</summary>
public interface IMetricsPage
{
    /// <summary>The page's media type.</summary>
    string ContentType { get; }

    /// <summary>Collects and writes the page. From any thread; one at a time, others wait.</summary>
    void Write(IBufferWriter<byte> into);
}
