namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>What reading a manifest gives: <see cref="ManifestAccepted"/> or <see cref="ManifestRefused"/>.</summary>
public abstract record ManifestResult
{
    private protected ManifestResult()
    {
    }
}
