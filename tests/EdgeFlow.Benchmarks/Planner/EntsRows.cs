using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Experiments.Metrics;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// The ENTS protocol: 50 jobs on 30, 70 and 100 nodes, 10 seeds, the defaults of ents.md §6, both readings of compute.
/// Tier 1 within the budget and tier 0 beside OTFA and its strongest reading, all on the same instances. With --data,
/// snapshots of a file or folder in place of the generated ones.
/// </summary>
internal static class EntsRows
{
    private const int Jobs = 50;
    private const int Seeds = 10;
    private const ulong Seed = 1;
    private const long BoundWork = 1_000_000_000;

    private static readonly string[] s_policies = ["otfa", "otfa+", "tier0"];

    /// <summary>Measures all settings.</summary>
    public static Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var rows = new List<Row>();
        foreach (var (what, mostGap, instances) in Settings(run))
        {
            run.Say($"  {what} …");
            _ = Solve(instances[0], TimeSpan.FromMilliseconds(200));
            rows.AddRange(EntsTable.Rows(what, [.. instances.Select(i => Solve(i, run.Budget))], mostGap));
        }

        return Task.FromResult<IReadOnlyList<Row>>(rows);
    }

    private static IEnumerable<(string What, double? MostGap, IReadOnlyList<NetworkSnapshot> Instances)> Settings(
        BenchmarkRun run)
    {
        if (run.Data is { } path)
        {
            yield return ($"ents, {path}", null, [.. SnapshotFile.ReadAll(path).Select(f => f.Snapshot)]);
            yield break;
        }

        foreach (var compute in new[] { ComputeModel.Exclusive, ComputeModel.Shared })
        {
            foreach (var nodes in new[] { 30, 70, 100 })
            {
                var settings = EntsSettings.Default with { Compute = compute };
                yield return (
                    $"ents, {compute.ToString().ToLowerInvariant()} compute, {Jobs} jobs on {nodes} nodes",
                    nodes switch { 30 => 3, 100 => 8, _ => null },
                    [.. Enumerable.Range(1, run.Rounds(Seeds))
                        .Select(seed => new EntsWorld((ulong)seed, settings).Snapshot(nodes, Jobs))]);
            }
        }
    }

    private static EntsResult Solve(NetworkSnapshot snapshot, TimeSpan budget)
    {
        var results = new Dictionary<string, EntsColumn>(StringComparer.Ordinal);
        foreach (var name in s_policies)
        {
            var clock = Stopwatch.StartNew();
            var proposal = EdgeFlow.Planning.Planner.Plan(snapshot, Seed, PolicyCatalog.Find(name)!.Make());
            results.Add(name, Column(snapshot, proposal, clock.Elapsed));
        }

        var watch = Stopwatch.StartNew();
        var search = new TierOneSearch(snapshot, Seed, Environment.ProcessorCount);
        while (watch.Elapsed < budget && !search.IsExhausted)
        {
            search.Advance(search.Work + 1);
        }

        results.Add("tier1", Column(snapshot, search.Best(), watch.Elapsed));
        var bound = UpperBound.Certify(snapshot, Objective.AverageRate, BoundWork);
        return new EntsResult(results, bound?.Bound ?? double.PositiveInfinity);
    }

    private static EntsColumn Column(NetworkSnapshot snapshot, Proposal proposal, TimeSpan taken) => new(
        RateSummary.Of(snapshot, proposal), proposal.Waiting.Count, taken,
        PlanVerifier.Check(snapshot, proposal).Count == 0);
}
