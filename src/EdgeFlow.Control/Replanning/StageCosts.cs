using EdgeFlow.Control.Directives;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Control.Replanning;

/// <summary>What stages cost, as measured, else as declared, else by default. Of a frame for streams, of all frames for
/// batch.</summary>
internal sealed class StageCosts
{
    private readonly PlanningOptions options;
    private readonly ILookup<string, (NodeState Node, StageProfile Profile)> profiles;

    public StageCosts(IReadOnlyList<NodeState> nodes, PlanningOptions options)
    {
        this.options = options;
        profiles = nodes.OrderBy(node => node.Node)
            .SelectMany(node => node.Profiles.Values.Select(profile => (Node: node, Profile: profile)))
            .ToLookup(entry => entry.Profile.StageHash);
    }

    /// <summary>Measured time by kind of node: the middle one where nodes of a kind differ.</summary>
    public IReadOnlyDictionary<string, Milliseconds> Measured(StageSpec stage, JobDemand demand) =>
        profiles[StageHash.Of(stage)].GroupBy(entry => entry.Profile.NodeKind).ToDictionary(
            kind => kind.Key,
            kind => new Milliseconds(Middle(kind.Select(entry => entry.Profile.MedianMs)) * Frames(demand)));

    /// <summary>
    /// Work: as declared; else what the profiles amount to at the speeds of their nodes, so that kinds of nodes that
    /// never ran the stage are compared by their speed; else the default.
    /// </summary>
    public WorkUnits Work(TaskSpec task, JobDemand demand)
    {
        if (task.Work is { } declared)
        {
            return new WorkUnits(declared.Value * Frames(demand));
        }

        var measured = profiles[StageHash.Of(task.Stage)]
            .Select(entry => entry.Profile.MedianMs / 1000 * entry.Node.Capacity.Speed.Value).ToList();
        return new WorkUnits((measured.Count > 0 ? Middle(measured) : options.DefaultWorkGmac) * Frames(demand));
    }

    /// <summary>Data of a flow: as declared, else the largest output measured of its producer, else the
    /// default.</summary>
    public Bytes Data(TaskSpec producer, NeedSpec need, JobDemand demand)
    {
        var frame = need.Data?.Value
            ?? profiles[StageHash.Of(producer.Stage)].Select(entry => (long?)entry.Profile.OutputBytes).Max()
            ?? options.DefaultFrameBytes;
        var frames = Frames(demand);
        return new Bytes(frame > long.MaxValue / frames ? long.MaxValue : frame * frames);
    }

    private long Frames(JobDemand demand) =>
        demand.Mode == JobMode.Batch ? demand.Frames ?? options.DefaultBatchFrames : 1;

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
