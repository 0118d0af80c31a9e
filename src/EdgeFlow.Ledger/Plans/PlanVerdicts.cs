using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Ledger.Plans;

/// <summary>Makes a recorded plan again and compares the bytes, with the proposal that was kept and with the event that
/// it became. Pure and thread-safe.</summary>
public static class PlanVerdicts
{
    /// <summary>Verifies one.</summary>
    /// <param name="plan">What is kept of it.</param>
    public static SolveVerdict Of(RecordedPlan plan)
    {
        if (plan.Damage is { } damage)
        {
            return Verdict(plan, SolveVerdict.Damaged, damage);
        }

        if (plan.Snapshot is not { } input || (plan.Proposal ?? plan.Report) is null)
        {
            return Verdict(plan, SolveVerdict.Trimmed, "what it was made from is not kept any more");
        }

        try
        {
            return Compare(plan, input);
        }
        catch (JsonException unreadable)
        {
            return Verdict(plan, SolveVerdict.Damaged, $"what is stored is no such document: {unreadable.Message}");
        }
    }

    /// <summary>Plans again as recorded.</summary>
    /// <param name="snapshot">The planner's input, canonical.</param>
    /// <param name="report">How it was made.</param>
    /// <returns>The planner's answer now; null when the policy is not here in that version.</returns>
    /// <exception cref="JsonException">The bytes are no snapshot.</exception>
    public static Proposal? Again(ReadOnlyMemory<byte> snapshot, PlanReport report) =>
        PlanAgain.Of(Read<NetworkSnapshot>(snapshot), report);

    /// <summary>A document from its canonical bytes.</summary>
    /// <exception cref="JsonException">The bytes are no such document.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> bytes)
        where T : class => JsonSerializer.Deserialize<T>(bytes.Span, DomainJson.Options)
            ?? throw new JsonException($"'null' is no {typeof(T).Name}");

    private static SolveVerdict Compare(RecordedPlan plan, ReadOnlyMemory<byte> input)
    {
        var report = plan.Proposal is { } output ? Read<Proposal>(output).Report : Read<PlanReport>(plan.Report!.Value);
        if (Again(input, report) is not { } again)
        {
            return Verdict(plan, SolveVerdict.PolicyChanged, PolicyWords(plan.Policy));
        }

        if (plan.Proposal is { } recorded && Differ(recorded, SnapshotCanonical.Bytes(again), out var difference))
        {
            return Verdict(plan, SolveVerdict.Different, $"planning again differs at {difference.Pointer}", difference);
        }

        // The event names what the plan changed; it must be what the proposal says, or the event was altered.
        if (plan.Adopted is { } adopted)
        {
            var changed = again.Changed.ToHashSet();
            var now = again with { Jobs = [.. again.Jobs.Where(job => changed.Contains(job.Job))] };
            var then = again with { Jobs = adopted.Jobs, Report = report };
            if (Differ(SnapshotCanonical.Bytes(then), SnapshotCanonical.Bytes(now), out difference))
            {
                return Verdict(
                    plan, SolveVerdict.Different, $"the adopted event differs at {difference.Pointer}", difference);
            }
        }

        return Verdict(plan, SolveVerdict.Identical, "planning again gives the same bytes");
    }

    private static bool Differ(
        ReadOnlyMemory<byte> recorded, ReadOnlyMemory<byte> now, [NotNullWhen(true)] out DocumentDifference? difference)
    {
        difference = recorded.Span.SequenceEqual(now.Span)
            ? null
            : FirstDifference.Of(recorded, now) ?? new DocumentDifference("", "the same, in other bytes", null);
        return difference is not null;
    }

    private static string PolicyWords(string policy) => PlanAgain.PolicyNow(policy) is { } now
        ? $"it was made by {policy}, which is {now} now"
        : $"it was made by {policy}, which is not here any more";

    private static SolveVerdict Verdict(
        RecordedPlan plan, string verdict, string words, DocumentDifference? difference = null) => new(
            plan.Solve, plan.Revision, plan.Outcome, plan.Policy, verdict,
            $"{(plan.Solve is { } id ? $"solve {id}, " : "")}plan {plan.Revision} ({plan.Outcome}): {words}.",
            difference, null);
}
