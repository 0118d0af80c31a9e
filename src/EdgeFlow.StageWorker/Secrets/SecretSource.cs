using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Secrets;

namespace EdgeFlow.StageWorker.Secrets;

/// <summary>Chooses where a node reads secrets.</summary>
public static class SecretSource
{
    /// <summary>The word for variables of the environment.</summary>
    public const string Environment = "env";

    /// <summary>As <see cref="Choose(string?, DaprEndpoint?, CancellationToken)"/>, with the sidecar that the
    /// environment names.</summary>
    /// <param name="chosen">What the operator chose.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="SecretStoreException">The file cannot be used, or the environment names no sidecar's
    /// address.</exception>
    public static Task<ISecretStore?> Choose(string? chosen, CancellationToken cancel)
    {
        try
        {
            return Choose(chosen, chosen is null ? DaprEndpoint.FromEnvironment() : null, cancel);
        }
        catch (ArgumentException wrong)
        {
            throw new SecretStoreException(wrong.Message);
        }
    }

    /// <summary>What the operator chose, else the sidecar's, else none.</summary>
    /// <param name="chosen"><see cref="Environment"/>, the path of a file, or null for neither.</param>
    /// <param name="sidecar">The node's sidecar; null where there is none. What the operator chose comes
    /// before it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="SecretStoreException">The file cannot be used.</exception>
    public static async Task<ISecretStore?> Choose(string? chosen, DaprEndpoint? sidecar, CancellationToken cancel)
    {
        switch (chosen)
        {
            case null:
                return sidecar is null ? null : new SidecarSecrets(new DaprSecrets(new DaprHttp(sidecar)));
            case Environment:
                return new EnvironmentSecrets(System.Environment.GetEnvironmentVariable);
            default:
                var file = new SecretFile(Path.GetFullPath(chosen));
                await file.Check(cancel).ConfigureAwait(false);
                return file;
        }
    }
}
