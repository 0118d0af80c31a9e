using System.CommandLine;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Experiments.Plans;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Cli.Hosting;

/// <summary>What the operator of a control plane decides about planning.</summary>
internal static class PlanningFlags
{
    private static readonly PlanningOptions Usual = new();

    private static readonly Option<string?> Goal = new("--objective")
    {
        Description = $"What rates are chosen for: {string.Join(", ", Choice.Names<Objective>())} [default: max-min]",
    };

    private static readonly Option<string?> Duplex = new("--duplex")
    {
        Description = "Whether both directions of a link share its capacity: half or full [default: half]",
    };

    private static readonly Option<int> ImproveAfter = new("--improve-after")
    {
        Description = "Seconds without a change after which a better plan is looked for; 0 for never",
        DefaultValueFactory = _ => (int)Usual.ImproveAfter!.Value.TotalSeconds,
    };

    /// <summary>The options, to be hung into a command.</summary>
    public static IEnumerable<Option> All => [Goal, Duplex, ImproveAfter];

    /// <summary>What they say; what is named holds whatever a history tells that was started with.</summary>
    /// <exception cref="UserErrorException">One of them is wrong.</exception>
    public static PlanningOptions Pinned(ParseResult parsed)
    {
        var read = Read(parsed);
        return read with
        {
            PinnedObjective = parsed.GetValue(Goal) is null ? null : read.Model.Objective,
            PinnedDuplex = parsed.GetValue(Duplex) is null ? null : read.Model.Duplex,
        };
    }

    /// <summary>What they say.</summary>
    /// <exception cref="UserErrorException">One of them is wrong.</exception>
    public static PlanningOptions Read(ParseResult parsed)
    {
        const int MaxSeconds = 86_400;
        var pause = parsed.GetValue(ImproveAfter);
        if (pause is < 0 or > MaxSeconds)
        {
            throw new UserErrorException($"--improve-after {pause}: write 0 to {MaxSeconds} seconds.");
        }

        return Usual with
        {
            Model = Usual.Model with
            {
                Objective = Choice.Of(parsed.GetValue(Goal), "--objective", Usual.Model.Objective),
                Duplex = Choice.Of(parsed.GetValue(Duplex), "--duplex", Usual.Model.Duplex),
            },
            ImproveAfter = pause == 0 ? null : TimeSpan.FromSeconds(pause),
        };
    }
}
