namespace EdgeFlow.StageWorker.Secrets;

/// <summary>Where a node reads secrets. Asked anew for each stage that is made, and every few minutes while it
/// lives: nothing is kept. Safe for concurrent
/// use.</summary>
public interface ISecretStore
{
    /// <summary>The value of a secret; null when there is none.</summary>
    /// <param name="reference">Which.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="SecretStoreException">It cannot be read; the message never holds a value.</exception>
    Task<string?> Read(SecretReference reference, CancellationToken cancel);
}
