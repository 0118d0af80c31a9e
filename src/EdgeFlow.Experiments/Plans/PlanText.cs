using System.Globalization;
using EdgeFlow.Experiments.Reporting;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>A proposal for people.</summary>
internal static class PlanText
{
    /// <summary>The lines: policy and value, a row a job, and who waits for what.</summary>
    public static IReadOnlyList<string> Lines(NetworkSnapshot snapshot, Proposal proposal)
    {
        var report = proposal.Report;
        var options = snapshot.Options;
        var lines = new List<string>
        {
            $"policy {report.Policy}, seed {report.Seed}, {Value(options.Objective, report)}"
            + $", work {report.Work}; compute {Choice.Name(options.Compute)}, "
                + $"links {Choice.Name(options.Duplex)} duplex",
            "",
        };
        var table = new TextTable(
            ["job", "frames/s", "ms", "nodes", "flows over links"],
            [
                .. proposal.Jobs.Select(job => (string[])
                [
                    job.Job.Value, Number(job.Rate.Value), Number(job.Span.Value),
                    string.Join(' ', job.Placements.Select(p => p.Node.Value).Distinct()),
                    $"{job.Allocations.Count}",
                ]),
            ]);
        lines.AddRange(table.Lines());
        lines.AddRange(proposal.Waiting.Select(w => $"{w.Job} waits: {w.Reason} ({w.Pointer})"));
        return lines;
    }

    private static string Value(Objective objective, PlanReport report)
    {
        if (objective == Objective.Makespan)
        {
            return report.Objective <= 0 ? "objective makespan: no batch job, or one waits"
                : $"objective makespan {Number(1 / report.Objective)} s"
                    + (report.Bound is > 0 and var most
                        ? $", at least {Number(1 / most)} s by proof, gap {Number(100 * report.Gap ?? 0)} %" : "");
        }

        return $"objective {Choice.Name(objective)} {Number(report.Objective)}"
            + (report.Bound is { } bound ? $", at most {Number(bound)} is possible" : "");
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
