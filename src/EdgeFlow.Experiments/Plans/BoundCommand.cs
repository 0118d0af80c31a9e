using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using EdgeFlow.Planning.Verification.Certificates;

namespace EdgeFlow.Experiments.Plans;

/// <summary><c>edgeflow plan bound</c>: what no plan can exceed, with the proof, and what a plan lacks of it.</summary>
internal static class BoundCommand
{
    private static readonly Option<string?> s_plan = new("--plan")
    {
        Description = "A plan.json that 'plan solve' wrote for this network and these jobs: it is verified, and the "
            + "gap from its value to the bound is told",
    };

    private static readonly Option<long> s_work = new("--work")
    {
        Description = "Most counted work that the bound may take: more of it makes a better bound, and the same work "
            + "gives the same bound on every machine",
        DefaultValueFactory = _ => UpperBound.AmpleWork,
    };

    /// <summary>The command.</summary>
    public static Command Make(CommandOutput output)
    {
        var command = new Command(
            "bound", "Prove how good a plan could be at most, and say what a plan lacks of it (--plan)")
        {
            PlanOptions.Network, PlanOptions.Jobs, PlanOptions.Goal, PlanOptions.Compute, PlanOptions.Duplex, s_plan,
            s_work,
        };
        command.SetAction(parsed =>
        {
            var work = parsed.GetValue(s_work);
            if (work <= 0)
            {
                throw new InputException($"--work {work}: write a number above 0.");
            }

            var snapshot = PlanOptions.Snapshot(parsed, output);
            var plan = parsed.GetValue(s_plan) is { } path ? Verified(path, snapshot) : null;
            var report = Patience.With(output, "proving a bound", () => Report(snapshot, plan, work));
            output.Print(
                parsed, JsonSerializer.SerializeToNode(report, DomainJson.Options)!, BoundText.Lines(report));
        });
        return command;
    }

    private static BoundReport Report(NetworkSnapshot snapshot, Proposal? plan, long work)
    {
        var goal = snapshot.Options.Objective;
        var bound = Of(snapshot, goal, plan, work);
        var batch = goal == Objective.Makespan ? null : Of(snapshot, Objective.Makespan, plan, work);
        return bound is null
            ? batch ?? throw new InputException(
                "there is no job to bound: no stream, and no batch job that can run.")
            : bound with { Batch = batch };
    }

    private static BoundReport? Of(NetworkSnapshot snapshot, Objective objective, Proposal? plan, long work)
    {
        var value = plan is null ? 0 : Optimality.ValueOf(snapshot, plan.Jobs, objective);
        var clock = Stopwatch.StartNew();
        if (UpperBound.Certify(snapshot, objective, work, value) is not { } certificate)
        {
            return null;
        }

        var taken = clock.Elapsed.TotalMilliseconds;
        var fault = CertificateCheck.Check(snapshot, certificate).FirstOrDefault();
        var gap = plan is null ? null
            : new PlanGap(plan.Report.Policy, value, PlanReport.GapOf(value, certificate.Bound));
        return new BoundReport(
            objective, certificate.Bound, fault is null, fault, certificate.Work, taken, certificate, gap);
    }

    private static Proposal Verified(string path, NetworkSnapshot snapshot)
    {
        var plan = WrittenFiles.Read<Proposal>(path);
        var broken = PlanVerifier.Check(snapshot, plan);
        return broken.Count == 0 ? plan : throw new InputException(
            $"{path} is no plan for this network and these jobs; it breaks {broken.Count} rules:\n"
            + string.Join('\n', broken.Take(PlanVerdict.MostShown).Select(v => $"  {PlanVerdict.Words(v)}")));
    }
}
