namespace EdgeFlow.StageWorker.Secrets;

/// <summary>Where a secret is, as a manifest's <c>secretRef</c> says it. Never the value.</summary>
/// <param name="Store">Its store.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Key">Which of its values.</param>
public sealed record SecretReference(string Store, string Name, string Key)
{
    /// <summary>Longest store, name or key, in characters, as manifests have it.</summary>
    public const int MaxLength = 253;
}
