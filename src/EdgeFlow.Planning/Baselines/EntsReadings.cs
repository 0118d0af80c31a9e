namespace EdgeFlow.Planning.Baselines;

/// <summary>
/// How the baselines read what the thesis leaves open: the ambiguities of ents.md §6 that concern a policy, each with
/// its number and our default. What concerns the model (A1 compute, A2 duplex) stands in the snapshot's options; what
/// concerns the world (A5 to A7 data, A9 lifetimes, A28 and A29 distributions) is the instance's.
/// </summary>
/// <param name="AverageBandwidth">A3: what avgBw(u, v) of Algorithm 1 is the mean of.</param>
/// <param name="ResidualBandwidth">
/// A4: whether avgBw counts what running jobs leave (OTFS by default) or whole capacities (OTFA by default); null for
/// the default of the policy.
/// </param>
/// <param name="CapAtCompute">
/// A13: whether OTFS and OTFA grant a flow no more than V_i / t_comp, what the computation of its job can use.
/// Otherwise a flow fills its bottleneck, and later jobs wait until every flow gets b &gt; 0.
/// </param>
/// <param name="AdmitAtZero">
/// A13: whether OTFS admits a job whose flows get nothing, at rate 0. A plan has no flow without bandwidth: the job is
/// among those that wait, but it holds its memory beside the others, and its report names the nodes. An experiment
/// takes it from there; planning again knows nothing of it.
/// </param>
/// <param name="BlockBehindInfeasible">A15: whether jobs behind one that cannot be placed wait too.</param>
/// <param name="PathsPerFlow">
/// A17: how many paths P_i has, the shortest by hops; null for all paths (the linear program is then solved by column
/// generation).
/// </param>
/// <param name="RoundingTrials">
/// A18: how many randomised roundings compete with the one to the largest share; 0 for that one alone, ties to the
/// lowest path.
/// </param>
/// <param name="StrictMemory">A23: whether a node must have more memory than asked (as printed), or as much.</param>
/// <param name="MergeFlows">A26: whether the flows of one job between the same two nodes are routed as one.</param>
/// <param name="LeastAbsoluteUse">A30: whether LR takes the least absolute use, in place of the least fraction.</param>
/// <param name="SourceFirst">A30, C4: whether LR and BR prefer the node of the job's source among equals.</param>
/// <param name="MaxMinSharing">
/// A31: whether flows on shortest paths (TP, LR, BR, random, first-fit) share max-min fair with caps, so that
/// compute-bound ones leave bandwidth to others; otherwise each gets an equal part of each link.
/// </param>
public sealed record EntsReadings(
    AverageBandwidthReading AverageBandwidth = AverageBandwidthReading.AllPaths, bool? ResidualBandwidth = null,
    bool CapAtCompute = false, bool AdmitAtZero = false, bool BlockBehindInfeasible = false,
    int? PathsPerFlow = EntsReadings.DefaultPaths, int RoundingTrials = 0, bool StrictMemory = false,
    bool MergeFlows = false, bool LeastAbsoluteUse = false, bool SourceFirst = false, bool MaxMinSharing = false)
{
    /// <summary>K where nothing else is said (A17).</summary>
    public const int DefaultPaths = 8;

    /// <summary>Most paths a flow may have (A17).</summary>
    public const int MostPaths = 64;

    /// <summary>Roundings of the strongest reading (A18).</summary>
    public const int StrongestTrials = 64;

    /// <summary>Our defaults, those that ents.md §6 names first.</summary>
    public static EntsReadings Default { get; } = new();

    /// <summary>The strongest reading ("OTFA+", ents.md §8.12): A13 cap, A17 all paths, A18 best of 64.</summary>
    public static EntsReadings Strongest { get; } =
        new(CapAtCompute: true, PathsPerFlow: null, RoundingTrials: StrongestTrials);
}
