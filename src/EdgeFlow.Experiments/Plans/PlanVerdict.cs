using System.Text.Json.Nodes;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;

namespace EdgeFlow.Experiments.Plans;

/// <summary>What <c>plan verify</c> finds: whether the plan keeps every rule, and can be made again.</summary>
/// <param name="Violations">Rules that it breaks.</param>
/// <param name="Repeats">Whether planning again gives the same bytes; null when its policy is not known here.</param>
/// <param name="Policy">The policy that made it.</param>
internal sealed record PlanVerdict(IReadOnlyList<PlanViolation> Violations, bool? Repeats, string Policy)
{
    /// <summary>Most broken rules that are listed for people.</summary>
    public const int MostShown = 50;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => Violations.Count == 0 && Repeats != false;

    /// <summary>Verifies, then plans again with the recorded policy, seed and work.</summary>
    public static PlanVerdict Of(NetworkSnapshot snapshot, Proposal proposal)
    {
        var report = proposal.Report;
        var violations = PlanVerifier.Check(snapshot, proposal);
        var again = PlanAgain.Of(snapshot, report);
        return new PlanVerdict(
            violations, again is null ? null : SnapshotCanonical.Hash(again) == SnapshotCanonical.Hash(proposal),
            report.Policy);
    }

    /// <summary>For people.</summary>
    public IReadOnlyList<string> Lines() =>
    [
        Violations.Count == 0 ? "the plan keeps every rule"
            : $"the plan breaks {Violations.Count} rule{(Violations.Count == 1 ? "" : "s")}:",
        .. Violations.Take(MostShown).Select(v => $"  {Words(v)}"),
        .. Violations.Count > MostShown ? (string[])[$"  and {Violations.Count - MostShown} more"] : [],
        Repeats switch
        {
            true => $"planning again by {Policy} gives the same bytes",
            false => $"planning again by {Policy} gives another plan",
            null => $"there is no policy {Policy} here to plan again",
        },
    ];

    /// <summary>A broken rule in words.</summary>
    public static string Words(PlanViolation broken) =>
        $"{broken.Rule}: {(broken.Job is { } job ? $"{job}: " : "")}{broken.Words}";

    /// <summary>For programs.</summary>
    public JsonNode Document() => new JsonObject
    {
        ["sound"] = IsSound,
        ["repeats"] = Repeats,
        ["policy"] = Policy,
        ["violations"] = new JsonArray([.. Violations.Select(v => new JsonObject
        {
            ["rule"] = v.Rule, ["job"] = v.Job?.Value, ["words"] = v.Words,
        })]),
    };
}
