using System.Net;
using EdgeFlow.Channels.Direct;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Metadata;
using EdgeFlow.Protocol.Nodes;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Sidecars;

/// <summary>Makes sure that a node's sidecar speaks for the node, before anything is sent to it by its name.</summary>
internal static class SidecarIdentity
{
    /// <summary>
    /// Asks the sidecar which application it speaks for, until it answers: a sidecar may start after the node. Where
    /// the environment names only its gRPC API there is nothing to ask.
    /// </summary>
    /// <exception cref="ForeignSidecarException">It speaks for another one, or refuses the token.</exception>
    public static async Task Check(
        OwnSidecar own, string node, WorkerLimits limits, TimeProvider time, ILogger logger, CancellationToken cancel)
    {
        if (own.Http is null)
        {
            return;
        }

        using var sidecar = new DaprHttp(own.Http, new DaprHttpOptions { Timeout = limits.SidecarTimeout });
        var appId = await Asked(sidecar, limits, time, logger, cancel).ConfigureAwait(false);
        if (appId != NodeAppId.Of(node))
        {
            throw new ForeignSidecarException(
                $"The Dapr sidecar at {own} speaks for the application '{appId}', but this node is '{node}': start it "
                + $"with --app-id {node}, or name the node after the application.");
        }

        logger.LogInformation("Node {Node} has its own Dapr sidecar at {Sidecar}", node, own);
    }

    private static async Task<string> Asked(
        DaprHttp sidecar, WorkerLimits limits, TimeProvider time, ILogger logger, CancellationToken cancel)
    {
        var backoff = new Backoff(limits.ControlRetryDelay, limits.MaxControlRetryDelay);
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return (await SidecarMetadata.Ask(sidecar, cancel).ConfigureAwait(false)).AppId;
            }
            catch (DaprException refused) when (refused.Status is HttpStatusCode.Unauthorized)
            {
                throw new ForeignSidecarException(
                    $"The Dapr sidecar at {sidecar.Endpoint} refuses the token in DAPR_API_TOKEN.", refused);
            }
            catch (DaprException notYet) when (notYet.IsTransient)
            {
                if (isFirst)
                {
                    logger.LogWarning("Waiting for the Dapr sidecar at {Sidecar}: {Reason}", sidecar.Endpoint,
                        notYet.Message);
                }
            }
            catch (DaprException other)
            {
                throw new ForeignSidecarException(other.Message, other);
            }

            await Task.Delay(backoff.Next(), time, cancel).ConfigureAwait(false);
        }
    }
}
