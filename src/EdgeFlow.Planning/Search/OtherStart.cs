using EdgeFlow.Planning.Baselines;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// A second place to start from where sums of rates are maximised: what OTFA proposes, whose jobs sit together near
/// their sources. Its lowest rates are also what no plan of the search may fall below (<see cref="HeldRates"/>).
/// Stateless.
/// </summary>
internal static class OtherStart
{
    /// <summary>Most pairs of a job and a node for which OTFA is run.</summary>
    public const long MostPairs = 40_000;

    /// <summary>Runs OTFA, where that is of use.</summary>
    /// <returns>Its proposal; null where it is of no use or too costly.</returns>
    public static Proposal? Find(NetworkSnapshot snapshot, ulong seed)
    {
        var isSum = snapshot.Options.Objective is Objective.AverageRate or Objective.Weighted;
        return isSum && (long)snapshot.Jobs.Count * snapshot.Nodes.Count <= MostPairs
            ? new OtfaPolicy().Plan(snapshot, seed) : null;
    }

    /// <summary>Reads a proposal as placements and routes of the model's pieces and flows.</summary>
    /// <returns>These; null when it does not place every job, or does not fit beside the batch jobs.</returns>
    public static (int[] Node, IndexedRoute[] Route)? Read(SearchModel model, Proposal proposal)
    {
        var (node, route) = (new int[model.Pieces.Length], new IndexedRoute[model.Flows.Length]);
        var plans = proposal.Jobs.ToDictionary(p => p.Job);
        long[] free = [.. model.FreeMemory];
        for (var j = 0; j < model.Jobs.Length; j++)
        {
            if (model.Groups[j] is not { } groups)
            {
                continue;
            }

            if (!plans.TryGetValue(model.Jobs[j].Id, out var plan)
                || CurrentPlan.Read(model.Network, model.Jobs[j], plan).Embedding is not { } embedding)
            {
                return null;
            }

            for (var g = 0; g < groups.Count; g++)
            {
                var piece = model.FirstPiece[j] + g;
                node[piece] = embedding.Node[groups.Members[g][0]];
                free[node[piece]] -= groups.Memory[g];
                if (free[node[piece]] < 0 || Array.BinarySearch(model.Pieces[piece].Nodes, node[piece]) < 0)
                {
                    return null;
                }
            }

            for (var f = model.FirstFlow[j]; f < model.FirstFlow[j + 1]; f++)
            {
                route[f] = embedding.Routes[model.Flows[f].Number]!;
            }
        }

        return (node, route);
    }
}
