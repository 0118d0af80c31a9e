using System.Globalization;
using System.Text.Json.Nodes;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Experiments.Metrics;
using EdgeFlow.Experiments.Reporting;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>One policy's part of <c>plan compare</c>.</summary>
/// <param name="Name">The policy.</param>
/// <param name="Rates">The rates.</param>
/// <param name="Proposal">The plan.</param>
/// <param name="Taken">Time taken, by the wall clock.</param>
/// <param name="Makespan">Seconds until the last of the batch jobs placed ends; null where none is placed.</param>
internal sealed record ComparedPolicy(
    string Name, RateSummary Rates, Proposal Proposal, TimeSpan Taken, double? Makespan)
{
    /// <summary>Sums a plan up.</summary>
    public static ComparedPolicy Of(string name, NetworkSnapshot snapshot, Proposal proposal, TimeSpan taken)
    {
        var batch = snapshot.Jobs.Where(j => j.Demand.Mode == JobMode.Batch).Select(j => j.Id).ToHashSet();
        return new ComparedPolicy(
            name, RateSummary.Of(snapshot, proposal), proposal, taken,
            proposal.Jobs.Where(j => batch.Contains(j.Job)).Select(j => (double?)j.Span.Value / 1000).Max());
    }

    /// <summary>A row a policy.</summary>
    public static TextTable Table(IReadOnlyList<ComparedPolicy> all) => new(
        [
            "policy", "objective", "bound", "makespan s", "average", "min", "p10", "median", "Jain", "waiting", "work",
            "ms",
        ],
        [
            .. all.Select(c => (string[])
            [
                c.Name, Number(c.Proposal.Report.Objective),
                c.Proposal.Report.Bound is { } bound ? Number(bound) : "–",
                c.Makespan is { } seconds ? Number(seconds) : "–", Number(c.Rates.Average),
                Number(c.Rates.Min), Number(c.Rates.P10), Number(c.Rates.Median), Number(c.Rates.Jain),
                $"{c.Proposal.Waiting.Count}", $"{c.Proposal.Report.Work}", Number(c.Taken.TotalMilliseconds),
            ]),
        ]);

    /// <summary>The same for programs.</summary>
    public static JsonNode Document(IReadOnlyList<ComparedPolicy> all) =>
        new JsonArray([.. all.Select(c => c.Document())]);

    private JsonObject Document() => new()
    {
        ["policy"] = Proposal.Report.Policy,
        ["objective"] = Proposal.Report.Objective,
        ["bound"] = Proposal.Report.Bound,
        ["makespanSeconds"] = Makespan,
        ["average"] = Rates.Average,
        ["min"] = Rates.Min,
        ["p10"] = Rates.P10,
        ["median"] = Rates.Median,
        ["jain"] = Rates.Jain,
        ["waiting"] = Proposal.Waiting.Count,
        ["work"] = Proposal.Report.Work,
        ["milliseconds"] = Taken.TotalMilliseconds,
    };

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
