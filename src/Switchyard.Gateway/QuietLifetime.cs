using Microsoft.Extensions.Hosting;

namespace Switchyard.Gateway;

/// <summary>A host that starts and stops when told to, and listens to no signals itself.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
