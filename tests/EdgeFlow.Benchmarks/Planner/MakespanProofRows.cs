using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.OrTools.Exact;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Search;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>Makespans of small batch jobs, whose flows share links, beside the least that any plan has, proven by
/// tier 3. All but the times is counted work, and so the same on every run.</summary>
internal static class MakespanProofRows
{
    private const ulong Seed = 1;
    private const int Instances = 10;

    /// <summary>Work of tier 1: about a second.</summary>
    private const long SearchWork = 20_000_000;

    private static readonly (int Nodes, int Tasks)[] s_sizes = [(5, 8), (6, 12)];

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>Measures both sizes.</summary>
    public static Task<IReadOnlyList<Row>> Run(BenchmarkRun run) => Task.FromResult<IReadOnlyList<Row>>(
        ProofRows.Library() is null ? [Row.Skipped("planner makespan", "OR-Tools' library is not on this machine")]
            : [.. s_sizes.SelectMany(s => OfSize(run, s.Nodes, s.Tasks))]);

    private static IEnumerable<Row> OfSize(BenchmarkRun run, int nodes, int tasks)
    {
        var (proven, times) = (0, new List<double>());
        var over = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        for (var seed = 1UL; seed <= Instances; seed++)
        {
            var snapshot = RandomBatches.Make(seed, nodes, tasks);
            var one = Planning.Planner.Plan(snapshot, Seed, new TierOnePolicy(SearchWork, Environment.ProcessorCount));
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var exact = ExactPlanner.Solve(snapshot, one, ProofRows.Library(), TimeProvider.System, s_limit);
            times.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
            proven += exact.Status == ExactStatus.Proven ? 1 : 0;
            Add("tier 1", one);
            foreach (var name in new[] { "tier0", "heft", "peft" })
            {
                Add(name, Planning.Planner.Plan(snapshot, Seed, PolicyCatalog.Find(name)!.Make()));
            }

            var ends = 1 / exact.Plan.Report.Objective;
            run.Say(FormattableString.Invariant(
                $"  {nodes} nodes, {tasks} tasks, seed {seed}: {ends:0.000} s {exact.Status}"));

            void Add(string name, Proposal plan)
            {
                over.TryAdd(name, []);
                over[name].Add(exact.Plan.Report.Objective / plan.Report.Objective);
            }
        }

        var what = $"planner tier 3, makespan of {tasks} tasks on {nodes} nodes, {Instances} instances";
        yield return Row.Bounded($"{what}: proven within 60 s", new Series([proven]), "", Bar.AtLeast(Instances));
        yield return Row.Printed($"{what}: processor time of the proof", new Series(times).Text("s"));
        foreach (var (name, ratios) in over)
        {
            yield return Row.Printed(
                $"{what}: {name} over the least, geometric mean",
                FormattableString.Invariant($"{Math.Exp(ratios.Average(Math.Log)):0.000} ×"));
        }
    }
}
