using System.Net;
using EdgeFlow.Durable;
using EdgeFlow.Sidecar.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Api.Hosting;

/// <summary>Finds the workflow sidecar that was named, or runs the embedded one: the same protocol, another
/// address.</summary>
internal static class SidecarStart
{
    /// <summary>Where the sidecar is; the embedded one when it runs here.</summary>
    public static async Task<(SidecarPlace Place, EmbeddedSidecar? Embedded)> Start(
        ControlPlaneOptions options, string database, ILoggerFactory logging, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (External(options) is { } address)
        {
            return (new SidecarPlace(address, options.SidecarAdvertised ?? address), null);
        }

        var sidecar = new EdgeFlow.Sidecar.EmbeddedSidecarOptions
        {
            ConnectionString = database,
            AdvertisedAddress = options.SidecarAdvertised?.ToString() ?? "",
            ApiToken = options.SidecarToken,
        };
        var embedded = await EmbeddedSidecar.StartAsync(
            // A server of our own ends with the control plane that runs it, and so does that one's sidecar.
            options.Database is null ? sidecar with { OwnerReturn = TimeSpan.Zero } : sidecar,
            IPEndPoint.Parse(options.SidecarListen), logging, time, cancellationToken).ConfigureAwait(false);
        return (new SidecarPlace(embedded.Address, options.SidecarAdvertised ?? embedded.Address), embedded);
    }

    private static Uri? External(ControlPlaneOptions options) => options.Sidecar is not null
        ? SidecarAddress.Resolve(options.Sidecar)
        : SidecarAddress.From(Environment.GetEnvironmentVariable);
}
