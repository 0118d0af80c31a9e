using System.CommandLine;
using System.Globalization;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>The options that the commands over plans share.</summary>
internal static class PlanOptions
{
    private const int MostNotes = 10;

    /// <summary>The network.</summary>
    public static Option<string> Network { get; } = new("--network")
    {
        Description = "Snapshot of a network (JSON or YAML): nodes, links; perhaps jobs, plans in force and options. "
            + $"At most {InputText.Bounds.MaxBytes >> 20} MiB and {InputText.Bounds.MaxNodes} values; 'plan schema' "
            + "says what it may have",
        Required = true,
    };

    /// <summary>The jobs.</summary>
    public static Option<string[]> Jobs { get; } = new("--jobs")
    {
        Description = "Jobs to add: a list of the snapshot's jobs or an application's manifest; may be repeated",
        DefaultValueFactory = _ => [],
    };

    /// <summary>The objective.</summary>
    public static Option<string?> Goal { get; } = new("--objective")
    {
        Description = $"{string.Join(", ", Choice.Names<Objective>())}; without it, what the snapshot says",
    };

    /// <summary>The model of compute.</summary>
    public static Option<string?> Compute { get; } = new("--compute")
    {
        Description = "shared or exclusive; without it, what the snapshot says",
    };

    /// <summary>The model of links.</summary>
    public static Option<string?> Duplex { get; } = new("--duplex")
    {
        Description = "half or full; without it, what the snapshot says",
    };

    /// <summary>The seed.</summary>
    public static Option<ulong> Seed { get; } = new("--seed") { Description = "Seed of every random choice" };

    /// <summary>Counted work.</summary>
    public static Option<long?> Work { get; } = new("--work")
    {
        Description = "Counted work that a search (tier1) may spend: the same work gives the same plan, on every "
            + $"machine [default: {PolicyCatalog.UsualWork}]",
    };

    /// <summary>Time.</summary>
    public static Option<string?> Budget { get; } = new("--budget")
    {
        Description = "Time that a search (tier1) may spend, as 500ms or 2s, in place of --work; the plan says how "
            + "much work that was. Of 'exact', the solver's time [default: 1 minute]",
    };

    /// <summary>Reads the snapshot that the options name, and says what in it counts as nothing.</summary>
    /// <exception cref="InputException">Something in it is wrong.</exception>
    public static NetworkSnapshot Snapshot(ParseResult parsed, CommandOutput output)
    {
        var network = parsed.GetRequiredValue(Network);
        var snapshot = Patience.With(
            output, $"reading {network}", () => InputFiles.Read(network, parsed.GetValue(Jobs) ?? []));
        foreach (var words in InputFiles.Loose(snapshot).Take(MostNotes))
        {
            output.Say(words);
        }

        var options = snapshot.Options;
        return snapshot with
        {
            Options = options with
            {
                Objective = Choice.Of(parsed.GetValue(Goal), "--objective", options.Objective),
                Compute = Choice.Of(parsed.GetValue(Compute), "--compute", options.Compute),
                Duplex = Choice.Of(parsed.GetValue(Duplex), "--duplex", options.Duplex),
            },
        };
    }

    /// <summary>Reads how much a search may spend.</summary>
    /// <exception cref="InputException">Both work and time are named, or the time is none.</exception>
    public static SearchBudget SearchBudget(ParseResult parsed)
    {
        var (work, budget) = (parsed.GetValue(Work), parsed.GetValue(Budget));
        if (work is not null && budget is not null)
        {
            throw new InputException("name --work or --budget, not both.");
        }

        if (work is <= 0)
        {
            throw new InputException($"--work {work}: write a number above 0.");
        }

        return new SearchBudget(work, budget is null ? null : Time(budget));
    }

    /// <summary>The policy of a name.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static PolicyEntry Policy(string name) =>
        (name == ExactSolve.Name ? ExactSolve.Entry : PolicyCatalog.Find(name)) ?? throw new InputException(
            $"there is no policy '{name}'; there are {Names}.");

    /// <summary>The names of all policies.</summary>
    public static string Names { get; } =
        string.Join(", ", PolicyCatalog.All.Select(e => e.Name).Append(ExactSolve.Name));

    private static TimeSpan Time(string text)
    {
        var unit = text.EndsWith("ms", StringComparison.Ordinal) ? "ms" : text.EndsWith('s') ? "s" : "";
        return unit.Length > 0
            && double.TryParse(
                text.AsSpan(0, text.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture,
                out var count)
            && count is > 0 and < 86_400
            ? TimeSpan.FromMilliseconds(unit == "ms" ? count : 1000 * count)
            : throw new InputException($"--budget {text}: write a time as 500ms or 2s.");
    }
}
