using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification.Certificates;

namespace EdgeFlow.Benchmarks.Planner;

/// <summary>
/// Bounds on large networks: how near tier 0's plan of as many jobs as nodes is to the best by certificate, what the
/// certificate and its check take, and what column generation alone proves with the same counted work.
/// </summary>
internal static class LargeBoundRows
{
    private const int Largest = 10_000;
    private const int MostForColumns = 1_000;

    private static readonly int[] s_sizes = [300, 1_000, Largest];

    /// <summary>Measures all sizes; a short run leaves the largest out.</summary>
    public static IEnumerable<Row> Run(BenchmarkRun run)
    {
        var refused = 0;
        foreach (var size in s_sizes.Where(s => s < Largest || !run.Short))
        {
            // At the largest size, where a plan for the mean takes minutes, the least rate stands for both.
            foreach (var objective in size == Largest
                ? [Objective.MaxMin] : (Objective[])[Objective.MaxMin, Objective.AverageRate])
            {
                var what = $"planner tier 2, {size:N0} jobs on {size:N0} nodes, {objective}";
                run.Say($"  {what} …");
                var snapshot = new LoadedWorld(size, size, objective).Running;
                var clock = Stopwatch.StartNew();
                var proof = Optimality.Of(snapshot, UpperBound.AmpleWork);
                var taken = clock.Elapsed.TotalSeconds;
                var certificate = proof.Certificate!;
                clock.Restart();
                refused += CertificateCheck.Check(snapshot, certificate).Count;
                yield return Row.Printed(
                    $"{what}: gap of tier 0's plan", $"{Figure.Text(100 * proof.Gap ?? 0)} %",
                    size > MostForColumns ? "" : Columns(snapshot, objective, proof, certificate.Work));
                yield return Row.Printed(
                    $"{what}: value, bound; time, work, time of the check",
                    $"{Figure.Text(proof.Value)}, {Figure.Text(certificate.Bound)}; {Figure.Text(taken)} s, "
                        + $"{certificate.Work:N0}, {Figure.Text(clock.Elapsed.TotalSeconds)} s",
                    certificate.Method);
            }
        }

        yield return Row.Bounded(
            "planner tier 2, large networks: certificates refused", new Series([refused]), "", Bar.AtMost(0));
    }

    private static string Columns(NetworkSnapshot snapshot, Objective objective, Optimality proof, long work)
    {
        var problem = new BoundProblem(snapshot);
        var dual = new RateDual(problem, objective);
        var clock = Stopwatch.StartNew();
        var columns = objective == Objective.MaxMin ? MaxMinBound.Find(problem, proof.Value, work)
            : dual.Certify("column generation", new RateBound(problem, dual, []).Run(work));
        return $"column generation, same work: {Figure.Text(100 * (1 - proof.Value / columns.Bound))} % in "
            + $"{Figure.Text(clock.Elapsed.TotalSeconds)} s";
    }
}
