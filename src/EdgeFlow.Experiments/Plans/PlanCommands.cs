using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;

namespace EdgeFlow.Experiments.Plans;

/// <summary>
/// <c>edgeflow plan solve | compare | bound | schema</c>, and the part of <c>verify</c> that reads files: planning from
/// files, without a control plane. The host hangs them into its tree.
/// </summary>
public static class PlanCommands
{
    private static readonly Option<string> s_policy = new("--policy")
    {
        Description = $"One of {PlanOptions.Names}",
        DefaultValueFactory = _ => "tier0",
    };

    private static readonly Option<string> s_policies = new("--policies")
    {
        Description = "Names with commas between them; without it, all",
        DefaultValueFactory = _ => string.Join(',', PolicyCatalog.All.Select(e => e.Name)),
    };

    private static readonly Option<string?> s_out = new("--out")
    {
        Description = "Folder for snapshot.json and plan.json, what 'plan verify' reads",
    };

    private static readonly Argument<string> s_document = new("document")
    {
        Description = "snapshot, plan or bound",
        DefaultValueFactory = _ => "snapshot",
    };

    /// <summary>The commands.</summary>
    public static IReadOnlyList<Command> Make(CommandOutput output) =>
        [Solve(output), Compare(output), BoundCommand.Make(output), Schema(output)];

    private static Command Solve(CommandOutput output)
    {
        var command = new Command("solve", "Plan from files, without a control plane")
        {
            PlanOptions.Network, PlanOptions.Jobs, s_policy, PlanOptions.Goal, PlanOptions.Compute, PlanOptions.Duplex,
            PlanOptions.Seed, PlanOptions.Work, PlanOptions.Budget, s_out,
        };
        command.SetAction(parsed =>
        {
            var snapshot = PlanOptions.Snapshot(parsed, output);
            var entry = PlanOptions.Policy(parsed.GetValue(s_policy)!);
            var (budget, seed) = (PlanOptions.SearchBudget(parsed), parsed.GetValue(PlanOptions.Seed));
            var (proposal, exact) = Patience.With(output, $"planning by {entry.Name}", () =>
            {
                var solved = entry == ExactSolve.Entry ? ExactSolve.Plan(snapshot, seed, budget.Time) : null;
                return (solved?.Plan ?? budget.Plan(entry, snapshot, seed), solved);
            });
            Accept(snapshot, proposal);
            if (parsed.GetValue(s_out) is { } folder)
            {
                OutputFolder.Write(
                    folder, ("snapshot.json", SnapshotCanonical.Bytes(snapshot)),
                    ("plan.json", SnapshotCanonical.Bytes(proposal)));
            }

            output.Print(
                parsed, JsonNode.Parse(SnapshotCanonical.Bytes(proposal))!,
                [.. PlanText.Lines(snapshot, proposal), .. exact is null ? [] : (string[])[ExactSolve.Words(exact)]]);
        });
        return command;
    }

    private static Command Compare(CommandOutput output)
    {
        var command = new Command("compare", "Plan the same by several policies and set them side by side")
        {
            PlanOptions.Network, PlanOptions.Jobs, s_policies, PlanOptions.Goal, PlanOptions.Compute,
            PlanOptions.Duplex, PlanOptions.Seed, PlanOptions.Work, PlanOptions.Budget,
        };
        command.SetAction(parsed =>
        {
            var snapshot = PlanOptions.Snapshot(parsed, output);
            var (budget, seed) = (PlanOptions.SearchBudget(parsed), parsed.GetValue(PlanOptions.Seed));
            var names = parsed.GetValue(s_policies)!
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (names.Length == 0)
            {
                throw new InputException($"--policies: name at least one of {PlanOptions.Names}.");
            }

            var compared = names.Select(PlanOptions.Policy).ToList().ConvertAll(entry =>
            {
                var clock = Stopwatch.StartNew();
                var proposal = Patience.With(
                    output, $"planning by {entry.Name}", () => budget.Plan(entry, snapshot, seed));
                var taken = clock.Elapsed;
                Accept(snapshot, proposal);
                return ComparedPolicy.Of(entry.Name, snapshot, proposal, taken);
            });
            var table = ComparedPolicy.Table(compared);
            var options = snapshot.Options;
            var heading = $"objective {Choice.Name(options.Objective)}, compute {Choice.Name(options.Compute)}, links "
                + $"{Choice.Name(options.Duplex)} duplex, {snapshot.Jobs.Count} jobs on {snapshot.Nodes.Count} nodes; "
                + "rates in frames/s, a job that waits counts as 0";
            output.Print(parsed, ComparedPolicy.Document(compared), [heading, "", .. table.Lines()]);
        });
        return command;
    }

    /// <summary><c>plan verify FILE --snapshot FILE</c>: checks a plan against its snapshot, and plans again to
    /// compare. The host has the command, since it verifies the plans of a control plane too.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="output">Where the verdict is printed.</param>
    /// <param name="plan">A plan.json that 'plan solve' wrote.</param>
    /// <param name="snapshot">The snapshot.json that it was made from.</param>
    /// <returns>The exit code: 0 when nothing is wrong.</returns>
    /// <exception cref="InputException">A file is not there, or no such document.</exception>
    public static int Verify(ParseResult parsed, CommandOutput output, string plan, string snapshot)
    {
        var (input, made) = (WrittenFiles.Read<NetworkSnapshot>(snapshot), WrittenFiles.Read<Proposal>(plan));
        var verdict = Patience.With(output, "planning again", () => PlanVerdict.Of(input, made));
        output.Print(parsed, verdict.Document(), verdict.Lines());
        return verdict.IsSound ? 0 : 1;
    }

    private static Command Schema(CommandOutput output)
    {
        var command = new Command(
            "schema", "Print the JSON Schema of a snapshot, a plan or what 'plan bound -o json' prints") { s_document };
        command.SetAction(parsed =>
        {
            var schema = parsed.GetValue(s_document) switch
            {
                "snapshot" => PlanSchemas.Snapshot(),
                "plan" => PlanSchemas.Plan(),
                "bound" => PlanSchemas.Bound(),
                var other => throw new InputException(
                    $"there is no schema of '{other}'; there are snapshot, plan and bound."),
            };
            output.Print(parsed, schema, PlanSchemas.Text(schema).TrimEnd().Split('\n'));
        });
        return command;
    }

    private static void Accept(NetworkSnapshot snapshot, Proposal proposal)
    {
        if (PlanVerifier.Check(snapshot, proposal) is [var first, ..] found)
        {
            throw new InvalidOperationException(
                $"{proposal.Report.Policy} made a plan that the verifier refuses, for {found.Count} reasons: {first}");
        }
    }
}
