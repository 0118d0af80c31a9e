using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// Makes the branches of a sweep: one for each combination of the values of its axes, the last axis changing fastest.
/// Pure.
/// </summary>
internal static class SweepAxes
{
    /// <summary>The branches.</summary>
    /// <param name="axes">The axes as written: <c>fail=node:*</c>, <c>policy=a,b</c>, <c>objective=a,b</c>,
    /// <c>link=a-b=1Mbps,a-b=2Mbps</c>.</param>
    /// <param name="common">What all branches have.</param>
    /// <param name="world">Whose nodes and links may be named.</param>
    /// <exception cref="FormatException">What is wrong, in words.</exception>
    public static IReadOnlyList<BranchSpec> Of(IReadOnlyList<string> axes, BranchSpec common, WorldState world)
    {
        if (axes.Count > BranchLimits.MaxAxes)
        {
            throw new FormatException($"there are {axes.Count} axes; at most {BranchLimits.MaxAxes}");
        }

        IReadOnlyList<BranchSpec> specs = [common with { Label = "" }];
        foreach (var axis in axes)
        {
            var values = Values(axis, world);
            if ((long)specs.Count * values.Count > BranchLimits.MaxBranches)
            {
                throw new FormatException($"the sweep has more than {BranchLimits.MaxBranches} branches");
            }

            if (values.Count == 0)
            {
                throw new FormatException($"'{ChangeText.Shown(axis)}' has no values: there is nothing of its kind");
            }

            specs = [.. specs.SelectMany(spec => values.Select(value => value(spec)))];
        }

        return specs;
    }

    private static List<Func<BranchSpec, BranchSpec>> Values(string axis, WorldState world)
    {
        if (axis.Length > BranchLimits.MaxText || axis.Split('=', 2) is not [var kind, var list])
        {
            throw new FormatException(
                $"'{ChangeText.Shown(axis)}' is no axis: fail=node:*, policy=a,b, objective=a,b or "
                + "link=LINK=1Mbps,LINK=2Mbps");
        }

        var words = list.Split(',');
        return kind switch
        {
            "fail" => [.. words.SelectMany(word => Failing(word, world)).Select(word =>
                Adding(word, ChangeText.Fail(word, world)))],
            "link" => [.. words.Select(word => Adding(word, ChangeText.Link(word, world)))],
            "policy" => [.. words.Select(word => Named(word, spec => spec with
            {
                Policy = WhatIfWords.Policy(word),
            }))],
            "objective" => [.. words.Select(word => Named(word, spec => spec with
            {
                Objective = WhatIfWords.Objective(word),
            }))],
            _ => throw new FormatException(
                $"'{ChangeText.Shown(kind)}' cannot be swept: fail, link, policy, objective"),
        };
    }

    // A star stands for each of its kind, at the same moment after the beginning.
    private static IEnumerable<string> Failing(string word, WorldState world)
    {
        var at = word.IndexOf('@', StringComparison.Ordinal);
        var (what, when) = at < 0 ? (word, "") : (word[..at], word[at..]);
        return what switch
        {
            "node:*" => world.Nodes.Values
                .Where(node => node.State.Status != NodeStatus.Left)
                .Select(node => $"node:{node.State.Node}{when}"),
            "link:*" => world.Links.Values.Where(link => link.State.Status != LinkStatus.Removed)
                .Select(link => $"link:{link.State.Link}{when}"),
            _ => [word],
        };
    }

    private static Func<BranchSpec, BranchSpec> Adding(string word, BranchCommand command) =>
        Named(word, spec => spec with { Commands = [.. spec.Commands, command] });

    private static Func<BranchSpec, BranchSpec> Named(string word, Func<BranchSpec, BranchSpec> change) =>
        spec => change(spec) with { Label = spec.Label.Length == 0 ? word : $"{spec.Label} {word}" };
}
