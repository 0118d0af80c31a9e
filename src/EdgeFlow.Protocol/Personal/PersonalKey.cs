namespace EdgeFlow.Protocol.Personal;

/// <summary>The key of a job's personal data: <c>GET /v1/jobs/{job}/personal-key</c>, for nodes. Kept in memory
/// only.</summary>
/// <param name="Key">32 bytes in Base64.</param>
public sealed record PersonalKey(string Key)
{
    /// <summary>Says nothing: the key must not reach a log.</summary>
    public override string ToString() => nameof(PersonalKey);
}
