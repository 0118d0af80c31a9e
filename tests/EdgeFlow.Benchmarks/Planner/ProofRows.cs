using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.OrTools.Exact;
using EdgeFlow.OrTools.Native;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Search;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// Optima of the file's instances proven by tier 3 (tier 1 for a counted work, its certificate, branching, then the
/// solver), beside the bare mixed-integer program with the same solver in the same run. Times are those of the
/// processor, all threads together, so that a busy machine counts for neither.
/// </summary>
internal static class ProofRows
{
    private const ulong Seed = 1;

    /// <summary>Work of tier 1: about a second.</summary>
    private const long SearchWork = 20_000_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Measures every instance.</summary>
    public static Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var path = run.Data ?? Path.Combine(Repository.Data, "planner", "exact.json");
        if (!File.Exists(path) || Library() is not { } library)
        {
            return Task.FromResult<IReadOnlyList<Row>>([Row.Skipped(
                "planner proofs", File.Exists(path) ? "OR-Tools' library is not on this machine"
                    : $"{path} is not on this machine")]);
        }

        var (ours, bare, wrong) = (new List<double>(), new List<double>(), 0);
        var (proven, bareProven, certified, branched) = (0, 0, 0, 0);
        var instances = ExactFile.Read(path);
        foreach (var instance in instances)
        {
            var (result, taken) = Timed(() => ExactMaxMin.Solve(
                instance.Snapshot, Plan(instance), library, TimeProvider.System, Limit));
            var (other, takenBare) = Timed(
                () => ExactMaxMin.SolveBare(instance.Snapshot, library, TimeProvider.System, Limit));
            ours.Add(taken);
            bare.Add(takenBare);
            var isProven = result.Status == ExactStatus.Proven && ours[^1] <= Limit.TotalSeconds;
            (proven, bareProven) =
                (proven + (isProven ? 1 : 0), bareProven + (other.Status == ExactStatus.Proven ? 1 : 0));
            certified += isProven && result.By == "certificate" ? 1 : 0;
            branched += isProven && result.By == "branching" ? 1 : 0;
            wrong += isProven && (result.Rate < instance.Rate * (1 - 1e-5) || result.Rate > instance.Bound * (1 + 1e-5))
                ? 1 : 0;
            run.Say(FormattableString.Invariant(
                $"  {instance.Name,-24} {result.Rate:0.0000} {result.Status} by {result.By} in {ours[^1]:0.0} s, bare ")
                + FormattableString.Invariant($"{other.Rate:0.0000} {other.Status} in {bare[^1]:0.0} s"));
        }

        var what = $"planner tier 3, {instances.Count} instances of the max-min rate";
        return Task.FromResult<IReadOnlyList<Row>>(
        [
            Row.Bounded($"{what}: proven within 60 s", new Series([proven]), "", Bar.AtLeast(instances.Count)),
            Row.Bounded($"{what}: optima that contradict the file", new Series([wrong]), "", Bar.AtMost(0)),
            Row.Printed($"{what}: of these by the certificate alone", $"{certified}"),
            Row.Printed($"{what}: of these by branching over certificates", $"{branched}"),
            Row.Printed($"{what}: processor time, with the search for the plan", new Series(ours).Text("s"),
                $"bare SCIP, stopped after 60 s, {bareProven} proven: {new Series(bare).Text("s")}"),
            Row.Printed($"{what}: processor time of all", new Series([ours.Sum()]).Text("s"),
                $"bare SCIP: {new Series([bare.Sum()]).Text("s")}"),
        ]);
    }

    private static (ExactResult Result, double Seconds) Timed(Func<ExactResult> solve)
    {
        var before = Taken();
        var result = solve();
        return (result, (Taken() - before).TotalSeconds);

        static TimeSpan Taken() => Process.GetCurrentProcess().TotalProcessorTime;
    }

    private static Proposal Plan(ExactInstance instance)
    {
        var search = new TierOneSearch(instance.Snapshot, Seed, Environment.ProcessorCount);
        search.Advance(SearchWork);
        return search.Best();
    }

    /// <summary>The library: where it is usually found, else unpacked from beside the data.</summary>
    public static OrToolsLibrary? Library()
    {
        if (OrToolsLibrary.Find() is { } library)
        {
            return library;
        }

        var unpack = Path.GetFullPath(Path.Combine(Repository.Data, "..", "bin", "unpack"));
        if (!File.Exists(unpack))
        {
            return null;
        }

        using var process = Process.Start(
            new ProcessStartInfo(unpack, "ortools") { RedirectStandardOutput = true })!;
        var folder = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? OrToolsLibrary.Find(folder) : null;
    }
}
