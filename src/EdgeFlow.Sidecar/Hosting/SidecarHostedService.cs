using Microsoft.Extensions.Hosting;

namespace EdgeFlow.Sidecar.Hosting;

/// <summary>Starts and stops the sidecar with a host that has other things to do as well.</summary>
internal sealed class SidecarHostedService(SidecarHost host, EmbeddedSidecarOptions options) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) =>
        host.Start(options.AdvertisedAddress.TrimEnd('/'), cancellationToken);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken) =>
        await host.DisposeAsync().ConfigureAwait(false);
}
