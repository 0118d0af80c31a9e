using System.Net;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Metadata;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Api.Hosting;

/// <summary>Makes sure that the sidecar that runs a control plane's workflows speaks for the control plane.</summary>
internal static class SidecarOwner
{
    /// <summary>How long the start waits for the sidecar's answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Asks the sidecar once. One that does not answer yet does not hold up the start: readiness waits for it, and asks
    /// the same.
    /// </summary>
    /// <param name="endpoint">The sidecar.</param>
    /// <param name="log">Is told of one that does not answer.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ForeignSidecarException">It speaks for another application, refuses the token, or is no
    /// sidecar.</exception>
    public static async Task Check(DaprEndpoint endpoint, ILogger log, CancellationToken cancel)
    {
        using var sidecar = new DaprHttp(endpoint, new DaprHttpOptions { Timeout = Limit });
        try
        {
            if (Wrong(endpoint, await SidecarMetadata.Ask(sidecar, cancel).ConfigureAwait(false)) is { } wrong)
            {
                throw new ForeignSidecarException(wrong);
            }
        }
        catch (DaprException refused) when (refused.Status is HttpStatusCode.Unauthorized)
        {
            throw new ForeignSidecarException(
                $"The Dapr sidecar at {endpoint} refuses the token in DAPR_API_TOKEN.", refused);
        }
        catch (DaprException notYet) when (notYet.IsTransient)
        {
            log.LogWarning("The Dapr sidecar at {Sidecar} does not answer yet: {Reason}", endpoint, notYet.Message);
        }
        catch (DaprException other)
        {
            throw new ForeignSidecarException(other.Message, other);
        }
    }

    /// <summary>Why a sidecar is not the control plane's, in a sentence; null when it is.</summary>
    /// <param name="endpoint">Where it is.</param>
    /// <param name="metadata">What it says of itself.</param>
    public static string? Wrong(DaprEndpoint endpoint, SidecarMetadata metadata) =>
        metadata.AppId == ControlPlane.AppId
            ? null
            : $"The Dapr sidecar at {endpoint} speaks for the application '{metadata.AppId}', but the control plane is "
                + $"'{ControlPlane.AppId}': start it with --app-id {ControlPlane.AppId}.";
}
