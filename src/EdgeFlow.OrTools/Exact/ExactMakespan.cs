using EdgeFlow.Domain.Applications;
using EdgeFlow.OrTools.Native;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.OrTools.Exact;

/// <summary>
/// The plan of batch jobs that ends first, with its proof (tier 3): CP-SAT looks for placements and routes that could
/// end before the best plan known (<see cref="MakespanProgram"/>); each is written as a plan, which says when it really
/// ends, and is not asked for again. That none is left is the proof. Stateless.
/// </summary>
internal static class ExactMakespan
{
    /// <summary>Most placements that are tried.</summary>
    public const int MostRounds = 64;

    /// <summary>Part of a makespan that counts as no difference.</summary>
    public const double Same = 5 * ExactMaxMin.Same;

    /// <summary>Why the model does not cover a snapshot; null where it does.</summary>
    /// <param name="snapshot">The snapshot, whose objective is the makespan.</param>
    /// <param name="incumbent">A plan of it.</param>
    public static string? Lacks(NetworkSnapshot snapshot, Proposal incumbent)
    {
        if (snapshot.Jobs.Count == 0 || snapshot.Jobs.Any(
            j => j.Demand is not { Mode: JobMode.Batch, LatencyBound: null, Budget: null, Accuracy: null }
                || j.Done.Count > 0
                || j.Tasks.Any(t => t.Variants is { Count: > 0 } || t.Accelerators is { Count: > 0 })))
        {
            return "the exact makespan is that of batch jobs alone, with nothing done yet, and without latency "
                + "bounds, budgets, accuracies, variants or accelerators";
        }

        if (incumbent.Waiting.Count > 0 || !(incumbent.Report.Objective > 0))
        {
            return "the exact makespan begins at a plan in which no job waits";
        }

        var network = new IndexedNetwork(snapshot);
        return MakespanProgram.ChoicesOf(network, JobsOf(snapshot, network)) is > MakespanProgram.MostChoices and var n
            ? $"the exact makespan takes at most {MakespanProgram.MostChoices} choices (tasks · nodes + flows · links "
                + $"in both directions), and here are {n}"
            : null;
    }

    /// <summary>Plans.</summary>
    /// <param name="snapshot">A snapshot that the model covers.</param>
    /// <param name="incumbent">A plan of it in which no job waits, with the bound that its certificate proves.</param>
    /// <param name="library">OR-Tools.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limit">Time for the solver.</param>
    /// <returns>The best plan known, and the seconds before which no plan ends.</returns>
    public static (Proposal Plan, double Least) Solve(
        NetworkSnapshot snapshot, Proposal incumbent, OrToolsLibrary library, TimeProvider time, TimeSpan limit)
    {
        var started = time.GetTimestamp();
        var network = new IndexedNetwork(snapshot);
        var jobs = JobsOf(snapshot, network);
        var (best, ends) = (incumbent, 1 / incumbent.Report.Objective);
        var least = incumbent.Report.Bound is > 0 and var bound ? Math.Min(ends, 1 / bound) : 0;
        var program = new MakespanProgram(network, jobs, ends, least);
        for (var round = 0; round < MostRounds && least < ends * (1 - Same); round++)
        {
            program.EndBefore(ends * (1 - Same));
            var left = limit - time.GetElapsedTime(started);
            var result = left <= TimeSpan.Zero ? null : new CpSat(library).Solve(program.Model, left);
            if (result is null or { Status: CpSatStatus.Unknown })
            {
                least = Math.Max(least, Math.Min(ends, program.Seconds(result?.Bound ?? 0)));
                break;
            }

            // What was forbidden before is no better than the best.
            least = result.Status == CpSatStatus.Infeasible ? ends
                : Math.Max(least, Math.Min(ends, program.Seconds(result.Bound)));
            if (result.Values.Count == 0)
            {
                break;
            }

            program.Forbid(result.Values);
            if (Write(snapshot, network, jobs, program, result.Values) is { } found
                && 1 / found.Report.Objective < ends)
            {
                (best, ends) = (found, 1 / found.Report.Objective);
            }
        }

        return (best, Math.Min(least, ends));
    }

    private static IReadOnlyList<(IndexedJob Job, Grouping Groups)> JobsOf(
        NetworkSnapshot snapshot, IndexedNetwork network)
    {
        long[] memory = [.. network.Nodes.Select(n => n.Capacity.Memory.Value)];
        return
        [
            .. ById.FirstOfEach(snapshot.Jobs, j => j.Id).Select(j => new IndexedJob(j, network))
                .Select(j => (j, Grouping.Build(network, j, memory).Groups!)),
        ];
    }

    private static Proposal? Write(
        NetworkSnapshot snapshot, IndexedNetwork network, IReadOnlyList<(IndexedJob Job, Grouping Groups)> jobs,
        MakespanProgram program, IReadOnlyList<double> values)
    {
        var placed = program.Placed.Select(p => SolutionReader.Read(network, jobs[p.Job].Job, p, values)).ToList();
        return placed.Contains(null) ? null : GivenPlan.Write(
            snapshot, network, [.. placed.OfType<PlacedJob>()], null, [], ExactPlanner.PolicyName, 0);
    }
}
