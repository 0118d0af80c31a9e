using System.Text.Json.Serialization;

namespace EdgeFlow.Domain.Nodes;

/// <summary>What a stage costs on a kind of machine, as measured on one node of it.</summary>
/// <param name="StageHash">SHA-256 over the stage's kind, the model's name and parameters.</param>
/// <param name="NodeKind">The kind of machine.</param>
/// <param name="MedianMs">Median time of one frame.</param>
/// <param name="P95Ms">95th percentile.</param>
/// <param name="OutputBytes">Size of the output for the sample frame.</param>
public sealed record StageProfile(string StageHash, string NodeKind, double MedianMs, double P95Ms, long OutputBytes)
{
    /// <summary>SHA-256 hex of the bytes of its model and other files: another file of the same name is measured anew.
    /// Null for a stage without any, and in what was measured before it was noted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelHash { get; init; }
}
