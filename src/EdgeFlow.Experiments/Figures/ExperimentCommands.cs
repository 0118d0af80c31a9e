using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Experiments.Plans;
using EdgeFlow.Experiments.Simulation;
using EdgeFlow.Planning.Baselines;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Figures;

/// <summary><c>edgeflow experiment ents</c>: the figures of the ENTS specification with our columns beside.</summary>
public static class ExperimentCommands
{
    private const int MostSeeds = 1000;
    private const double MostSeconds = 86_400;
    private const double MostMegabytes = 10_000;

    // A node that failed every second would leave nothing to be planned for.
    private const double MostFailures = 60;

    private static readonly Option<string> s_panel = new("--panel")
    {
        Description = "Letters of the panels of Fig. 3.11, a to f; without it, all",
        DefaultValueFactory = _ => "abcdef",
    };

    private static readonly Option<int> s_seeds = new("--seeds")
    {
        Description = $"Random instances a point, 1 to {MostSeeds}",
        DefaultValueFactory = _ => 30,
    };

    private static readonly Option<string> s_policies = new("--policies")
    {
        Description = "Names with commas between them; beside the usual ones otfs-zero (A13)",
        DefaultValueFactory = _ => "lr,br,tp,otfs,otfa,otfa+,tier0",
    };

    private static readonly Option<string> s_compute = new("--compute")
    {
        Description = "exclusive, shared or both: the readings of A1",
        DefaultValueFactory = _ => "both",
    };

    private static readonly Option<double> s_input = new("--input-megabytes")
    {
        Description = $"A frame at the source: 6 raw, 0.3 compressed (C3), at most {MostMegabytes}",
        DefaultValueFactory = _ => 6,
    };

    private static readonly Option<bool> s_multicast = new("--multicast")
    {
        Description = "One result for several tasks on one node crosses the network once (A27)",
    };

    // No policy of the catalogue: what it admits at rate 0 only an experiment can hold (A13).
    private static readonly PolicyEntry s_atZero = new(
        "otfs-zero", "OTFS that admits jobs without bandwidth at rate 0",
        () => new OtfsPolicy(EntsReadings.Default with { AdmitAtZero = true }, "otfs-zero/1"));

    private static readonly Option<bool> s_random = new("--random-jobs")
    {
        Description = "Random layered DAGs in place of the thesis' one application",
    };

    private static readonly Option<string?> s_sources = new("--sources")
    {
        Description = $"{string.Join(" or ", Choice.Names<SourceChoice>())}: where frames come from (A29, C4) "
            + "[default: uniform]",
    };

    private static readonly Option<double> s_lifetime = new("--lifetime")
    {
        Description = $"Seconds that a job runs (A9), 1 to {MostSeconds}",
        DefaultValueFactory = _ => 120,
    };

    private static readonly Option<double> s_failures = new("--failures")
    {
        Description = $"Failures of a node an hour, at most {MostFailures}",
    };

    private static readonly Option<string?> s_out = new("--out")
    {
        Description = "Folder for a CSV and an SVG of each panel",
    };

    /// <summary>The command <c>experiment</c>.</summary>
    public static Command Make(CommandOutput output) =>
        new("experiment", "Repeat the papers' experiments with our policies beside") { Ents(output) };

    private static Command Ents(CommandOutput output)
    {
        var command = new Command("ents", "Fig. 3.11 of the ENTS work, panels a to f")
        {
            s_panel, s_seeds, s_policies, s_compute, s_input, s_random, s_sources, s_lifetime, s_failures, s_multicast,
            s_out,
        };
        command.SetAction(parsed =>
        {
            var seeds = parsed.GetValue(s_seeds);
            if (seeds is < 1 or > MostSeeds)
            {
                throw new InputException($"--seeds {seeds}: write a number from 1 to {MostSeeds}.");
            }

            var reports = Models(parsed.GetValue(s_compute)!)
                .SelectMany(compute => Reports(parsed, compute, seeds, output)).ToList();
            output.Print(
                parsed, new JsonArray([.. reports.Select(r => JsonValue.Create(string.Join('\n', r.Report.Csv())))]),
                [.. reports.SelectMany(r => r.Report.Lines())]);
            if (parsed.GetValue(s_out) is { } folder)
            {
                Write(folder, reports);
            }
        });
        return command;
    }

    private static IEnumerable<(string Name, PanelReport Report)> Reports(
        ParseResult parsed, ComputeModel compute, int seeds, CommandOutput output)
    {
        var policies = parsed.GetValue(s_policies)!
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Policy).ToList();
        if (policies.Count == 0)
        {
            throw new InputException("--policies: name at least one.");
        }

        var settings = Settings(parsed, compute);
        var played = new Dictionary<string, SweepResult>(StringComparer.Ordinal);
        foreach (var panel in Chosen(parsed.GetValue(s_panel)!))
        {
            // Panels along the same sweep share its runs.
            var sweep = panel.Along(settings);
            if (!played.TryGetValue(sweep.Name, out var result))
            {
                played[sweep.Name] = result = SweepResult.Play(sweep, policies, seeds, output.Say);
            }

            var assumed = $"{sweep.Points[0].Settings.Describe()}; {sweep.Axis}: as the table says";
            yield return (
                $"ents-{panel.Letter}-{compute.ToString().ToLowerInvariant()}",
                new PanelReport(panel, result, assumed));
        }
    }

    // A solver that the clock stops would make a figure that nobody can repeat.
    private static PolicyEntry Policy(string name) => name == s_atZero.Name ? s_atZero
        : name != ExactSolve.Name ? PlanOptions.Policy(name)
        : throw new InputException($"--policies: '{name}' is for 'plan solve' and 'plan compare' only.");

    private static double Within(ParseResult parsed, Option<double> option, double least, double most) =>
        parsed.GetValue(option) is var value && value >= least && value <= most ? value
            : throw new InputException(FormattableString.Invariant(
                $"{option.Name} {value}: write a number from {least} to {most}."));

    private static OnlineSettings Settings(ParseResult parsed, ComputeModel compute) => new(
        EntsSettings.Default with
        {
            Compute = compute,
            InputBytes = (long)(Within(parsed, s_input, 1e-6, MostMegabytes) * 1e6),
            Sources = Choice.Of(parsed.GetValue(s_sources), "--sources", SourceChoice.Uniform),
            Jobs = parsed.GetValue(s_random) ? JobShape.RandomLayers : JobShape.Recognition,
        },
        Lifetime: Within(parsed, s_lifetime, 1, MostSeconds),
        FailuresPerNodeHour: Within(parsed, s_failures, 0, MostFailures),
        CountsMulticastOnce: parsed.GetValue(s_multicast));

    private static IEnumerable<Panel> Chosen(string letters) => letters.Length == 0
        ? throw new InputException("--panel: name at least one of a to f.") : letters.Distinct().Select(letter =>
        Panel.All.FirstOrDefault(p => p.Letter == letter)
            ?? throw new InputException($"--panel {letters}: there is no panel '{letter}'; there are a to f."));

    private static IEnumerable<ComputeModel> Models(string name) => name switch
    {
        "both" => [ComputeModel.Exclusive, ComputeModel.Shared],
        "exclusive" => [ComputeModel.Exclusive],
        "shared" => [ComputeModel.Shared],
        _ => throw new InputException($"--compute {name}: write exclusive, shared or both."),
    };

    private static void Write(string folder, IEnumerable<(string Name, PanelReport Report)> reports) =>
        OutputFolder.Write(folder, reports.SelectMany(its => new[]
        {
            ($"{its.Name}.csv", Encoding.UTF8.GetBytes(string.Concat(its.Report.Csv().Select(line => line + "\n")))),
            ($"{its.Name}.svg", Encoding.UTF8.GetBytes(its.Report.Plot())),
        }));
}
