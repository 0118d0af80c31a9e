using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Secrets;

namespace EdgeFlow.StageWorker.Secrets;

/// <summary>Secrets through the node's own Dapr sidecar, whose configuration says which this node may read.</summary>
/// <param name="secrets">The sidecar's secrets.</param>
internal sealed class SidecarSecrets(DaprSecrets secrets) : ISecretStore
{
    public async Task<string?> Read(SecretReference reference, CancellationToken cancel)
    {
        try
        {
            var values = await secrets.Read(reference.Store, reference.Name, cancel).ConfigureAwait(false);
            return values.GetValueOrDefault(reference.Key);
        }
        catch (DaprException refused)
        {
            // The sidecar's own words are left out: what a store puts into them is not ours to vouch for.
            var status = refused.Status is { } code ? $"{(int)code} {refused.ErrorCode}".TrimEnd() : "no answer";
            throw new SecretStoreException($"the sidecar said: {status}");
        }
    }
}
