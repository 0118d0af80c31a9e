using System.Text.Json.Serialization;

namespace EdgeFlow.Ledger.Reports;

/// <summary>How far the counters of a hosted stage are counted.</summary>
/// <param name="Frames">Frames completed.</param>
/// <param name="ComputeMs">Time spent computing.</param>
/// <param name="Flows">Bytes sent to other nodes, by consuming task.</param>
internal sealed record StageMark(long Frames, double ComputeMs, IReadOnlyDictionary<string, long> Flows)
{
    /// <summary>What was counted of an attempt that died with its node; null for any other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeadCount? Died { get; init; }

    /// <summary>Nothing is counted yet.</summary>
    public static StageMark Zero { get; } = new(0, 0, new Dictionary<string, long>());
}
