namespace EdgeFlow.Protocol.Nodes;

/// <summary>A stage as measured on a node, after warm-up.</summary>
/// <param name="StageHash">As given in the directive (<c>HostedTask.StageHash</c>).</param>
/// <param name="NodeKind">The kind of machine.</param>
/// <param name="Samples">Frames measured.</param>
/// <param name="MedianMs">Median time of one frame.</param>
/// <param name="P95Ms">95th percentile.</param>
/// <param name="OutputBytes">Median size of the encoded output frame.</param>
public sealed record StageProfile(
    string StageHash, string NodeKind, int Samples, double MedianMs, double P95Ms, long OutputBytes)
{
    /// <summary>SHA-256 hex of the bytes of its model and other files; null for a stage without any.</summary>
    public string? ModelHash { get; init; }
}
