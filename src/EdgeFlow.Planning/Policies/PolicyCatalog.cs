using EdgeFlow.Planning.Admission;
using EdgeFlow.Planning.Baselines;
using EdgeFlow.Planning.Scheduling.Lists;
using EdgeFlow.Planning.Search;

namespace EdgeFlow.Planning.Policies;

/// <summary>All policies by name: what commands and experiments choose from. Immutable and thread-safe.</summary>
public static class PolicyCatalog
{
    /// <summary>Counted work of tier 1 where nobody says how much: about a second on one core.</summary>
    public const long UsualWork = 60_000_000;

    /// <summary>Most threads of tier 1; how many there are does not change what it finds.</summary>
    private const int Threads = 2;

    /// <summary>The policies, ours first.</summary>
    public static IReadOnlyList<PolicyEntry> All { get; } =
    [
        new("tier0", "EdgeFlow's synchronous policy: prices, whole-DAG embedding, fair rates",
            () => new TierZeroPolicy()),
        new("tier1", "EdgeFlow's anytime search over placements, routes and rates together",
            () => new TierOnePolicy(UsualWork, Threads),
            (snapshot, seed) => new TierOneSearch(snapshot, seed, Threads)),
        new("admission", "which jobs to accept, each at its required rate, for the most revenue",
            () => new AdmissionPolicy()),
        new("heft", "batch jobs by HEFT (streams as tier 0)", () => new BatchPolicy(new Heft())),
        new("cpop", "batch jobs by CPOP (streams as tier 0)", () => new BatchPolicy(new Cpop())),
        new("peft", "batch jobs by PEFT (streams as tier 0)", () => new BatchPolicy(new Peft())),
        new("dls", "batch jobs by dynamic levels (streams as tier 0)", () => new BatchPolicy(new DynamicLevel())),
        new("lookahead", "batch jobs by HEFT with lookahead (streams as tier 0)",
            () => new BatchPolicy(new Lookahead())),
        new("otfa", "ENTS Algorithm 4: greedy placement, all flows routed anew", () => new OtfaPolicy()),
        new("otfa+", "OTFA under its strongest reading: capped, all paths, best of 64 roundings",
            () => new OtfaPolicy(EntsReadings.Strongest, "otfa+/1")),
        new("otfs", "ENTS Algorithm 3: greedy placement, new flows on what is left", () => new OtfsPolicy()),
        new("tp", "greedy placement, shortest paths, equal sharing", () => new TaskPartitionPolicy()),
        new("jrba", "whole jobs on the least used node, all flows routed anew", () => new JrbaPolicy()),
        new("br", "whole jobs where they balance the nodes best", () => new BalancedResourcePolicy()),
        new("lr", "whole jobs on the least used node", () => new LeastRequestPolicy()),
        new("lr-source", "as lr, among equals the node of the job's source",
            () => new LeastRequestPolicy(SourceFirst, "lr-source/1")),
        new("br-source", "as br, among equals the node of the job's source",
            () => new BalancedResourcePolicy(SourceFirst, "br-source/1")),
        new("first-fit", "each task on the first node with room", () => new FirstFitPolicy()),
        new("random", "each task on a random node with room", () => new RandomPolicy()),
    ];

    // The other reading of A30, which F6 of the ENTS figures needs (C4).
    private static EntsReadings SourceFirst => EntsReadings.Default with { SourceFirst = true };

    /// <summary>The policy of a name, with or without its version (<c>otfa</c> or <c>otfa/1</c>).</summary>
    /// <returns>The entry, or null when there is none of that name and version.</returns>
    public static PolicyEntry? Find(string name) =>
        All.FirstOrDefault(e => e.Name == name || (name.Contains('/') && e.Make().Name == name));
}
