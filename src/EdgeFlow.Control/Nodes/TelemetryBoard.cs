using System.Collections.Concurrent;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Control.Nodes;

/// <summary>
/// The last counters of every node's stages, in memory: what the live table shows. Bounded by the number of nodes, each
/// by the limits of a heartbeat. Thread safe.
/// </summary>
public sealed class TelemetryBoard
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<StageCounters>> stages = new(StringComparer.Ordinal);

    /// <summary>Puts up what a node's heartbeat says.</summary>
    public void Put(string node, IReadOnlyList<StageCounters> counters) => stages[node] = counters;

    /// <summary>Takes down what a lost node said last.</summary>
    public void Remove(string node) => stages.TryRemove(node, out _);

    /// <summary>What a node's hosted stages do; empty when nothing was heard.</summary>
    public IReadOnlyList<StageCounters> Of(string node) =>
        [.. (stages.GetValueOrDefault(node) ?? []).Where(stage => stage.Lost is null)];

    /// <summary>All that every node told, by node: what its hosted stages do, and what lost attempts used.</summary>
    public IReadOnlyList<(string Node, IReadOnlyList<StageCounters> Stages)> All() =>
        [.. stages.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value))];
}
