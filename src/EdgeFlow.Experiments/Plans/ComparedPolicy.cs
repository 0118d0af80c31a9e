using System.Globalization;
using System.Text.Json.Nodes;
using EdgeFlow.Experiments.Metrics;
using EdgeFlow.Experiments.Reporting;
using EdgeFlow.Planning;

namespace EdgeFlow.Experiments.Plans;

/// <summary>One policy's part of <c>plan compare</c>.</summary>
/// <param name="Name">The policy.</param>
/// <param name="Rates">The rates.</param>
/// <param name="Proposal">The plan.</param>
/// <param name="Taken">Time taken, by the wall clock.</param>
internal sealed record ComparedPolicy(string Name, RateSummary Rates, Proposal Proposal, TimeSpan Taken)
{
    /// <summary>A row a policy.</summary>
    public static TextTable Table(IReadOnlyList<ComparedPolicy> all) => new(
        ["policy", "objective", "bound", "average", "min", "p10", "median", "Jain", "waiting", "work", "ms"],
        [
            .. all.Select(c => (string[])
            [
                c.Name, Number(c.Proposal.Report.Objective),
                c.Proposal.Report.Bound is { } bound ? Number(bound) : "–", Number(c.Rates.Average),
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
