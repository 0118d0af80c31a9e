using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Metadata;
using EdgeFlow.Durable;

namespace EdgeFlow.Api.Hosting;

/// <summary>
/// Whether the workflow sidecar works: it answers, and a real one, whose HTTP API the environment names, also gives out
/// work. Safe for concurrent use.
/// </summary>
/// <param name="workflows">Asks the sidecar.</param>
/// <param name="http">The HTTP API of a real sidecar; null for none.</param>
internal sealed class SidecarProbe(WorkflowClient workflows, DaprEndpoint? http) : IDisposable
{
    private readonly DaprHttp? sidecar = http is null ? null : new DaprHttp(http);

    /// <summary>Ends well when it works.</summary>
    /// <exception cref="DaprException">It speaks for another application, gives out no work, or its HTTP API does not
    /// answer.</exception>
    /// <exception cref="EdgeFlow.Durable.Grpc.GrpcException">Its gRPC API does not answer.</exception>
    public async Task Check(CancellationToken cancel)
    {
        await workflows.List(1, null, cancel).ConfigureAwait(false);
        if (sidecar is null)
        {
            return;
        }

        var metadata = await SidecarMetadata.Ask(sidecar, cancel).ConfigureAwait(false);
        if (SidecarOwner.Wrong(sidecar.Endpoint, metadata) is { } foreign)
        {
            throw new DaprException(null, "", foreign);
        }

        if (!metadata.HostsWorkflows)
        {
            throw new DaprException(
                null, "", $"The sidecar gives out no work to '{metadata.AppId}': if that lasts, restart the sidecar.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => sidecar?.Dispose();
}
