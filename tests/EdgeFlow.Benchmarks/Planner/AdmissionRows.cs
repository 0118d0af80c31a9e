using System.Diagnostics;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning.Admission;
using EdgeFlow.Planning.Admission.Conflicts;
using EdgeFlow.Planning.Verification;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// Many requests at once, more than the network holds: what the choice of a set gains over taking them as they come,
/// and what it costs to tell each refused one which of its demands conflict and what would fit.
/// </summary>
internal static class AdmissionRows
{
    private const ulong Seed = 1;
    private const int InstanceSeed = 20_261;
    private const int Requests = 120;
    private const int Explained = 20;

    /// <summary>The rows.</summary>
    public static IEnumerable<Row> Measure()
    {
        var instance = EmbeddingWorld.Generate(InstanceSeed, 1, Requests);
        var snapshot = instance.Network() with { Jobs = [.. instance.Requests.Select(r => r.ToJob())] };
        var start = Stopwatch.GetTimestamp();
        var proposal = new AdmissionPolicy().Plan(snapshot, Seed);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var faults = PlanVerifier.Check(snapshot, proposal).Count;
        var (what, report) = ($"planner embedding, {Requests} requests at once", proposal.Report);
        yield return new Row(
            $"{what}: revenue of the set chosen", Figure.Text(report.Objective),
            $"as they come: {Figure.Text(AsTheyCome(instance))}; all: {Figure.Text(report.Bound!.Value)}",
            $"{Figure.Text(report.Objective / AsTheyCome(instance))} ×", "verifier clean",
            faults == 0 ? Verdict.Met : Verdict.Missed);
        yield return Row.Printed($"{what}: the choice", FormattableString.Invariant(
            $"{seconds:0.00} s, {proposal.Jobs.Count} accepted, work {report.Work:N0}"));

        var refused = proposal.Waiting.Take(Explained).ToList();
        start = Stopwatch.GetTimestamp();
        var told = refused.ConvertAll(w => WaitingReasons.Explain(snapshot, proposal, w));
        var each = Stopwatch.GetElapsedTime(start).TotalMilliseconds / Math.Max(1, told.Count);
        yield return Row.Printed(
            $"{what}: to explain a refusal, mean", FormattableString.Invariant(
                $"{each:0.0} ms; {told.Count(w => w.Nearest is not null)} of {told.Count} are told what would fit"));
    }

    private static double AsTheyCome(EmbeddingInstance instance)
    {
        var board = new AdmissionBoard(instance.Network());
        return instance.Requests.Where(r => board.Offer(r.ToJob(), Seed).Plan is not null).Sum(r => r.Revenue);
    }
}
