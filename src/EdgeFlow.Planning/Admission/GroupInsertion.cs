namespace EdgeFlow.Planning.Admission;

/// <summary>
/// The step that everything is built of: a group goes where its node and the paths to all its placed neighbours
/// together are cheapest, and takes them. One tree of paths a neighbour tells the price of every node at once. Owned by
/// one search.
/// </summary>
internal sealed class GroupInsertion(FixedDemand demand, Hosting hosting, FeasiblePaths paths, AdmissionLimits limits)
{
    private readonly double[] _score = new double[paths.NodeCount];
    private readonly List<int> _candidates = [];

    /// <summary>The group without a node that exchanges most with those that have one; ties to the larger
    /// exchange in all, then the first.</summary>
    public int Next()
    {
        var (best, most, volume) = (-1, -1.0, -1.0);
        for (var g = 0; g < hosting.Node.Length; g++)
        {
            if (hosting.Node[g] >= 0)
            {
                continue;
            }

            var toPlaced = 0.0;
            foreach (var f in demand.Incident[g])
            {
                toPlaced += hosting.Node[demand.Other(f, g)] >= 0 ? demand.Bandwidth[f] : 0;
            }

            if (toPlaced > most || (toPlaced.Equals(most) && demand.Volume[g] > volume))
            {
                (best, most, volume) = (g, toPlaced, demand.Volume[g]);
            }
        }

        return best;
    }

    /// <summary>Inserts a group.</summary>
    /// <param name="group">A group without a node.</param>
    /// <param name="skip">How many of the cheapest nodes to pass over, for variety.</param>
    /// <returns>Whether it found a place; if not, nothing has changed.</returns>
    public bool Insert(int group, int skip)
    {
        Rank(group, limits.Near, skip + limits.Tries);
        if (_candidates.Count == 0)
        {
            Rank(group, int.MaxValue, skip + limits.Tries);
        }

        var first = Math.Max(0, Math.Min(skip, _candidates.Count - 1));
        for (var k = first; k < Math.Min(_candidates.Count, first + limits.Tries); k++)
        {
            hosting.Place(group, _candidates[k]);
            if (RouteAll(group))
            {
                return true;
            }

            hosting.Remove(group);
        }

        return false;
    }

    /// <summary>Finds the nodes with room and paths, the cheapest first; as many as asked for.</summary>
    private void Rank(int group, int near, int most)
    {
        var slot = 0;
        Array.Clear(_score);
        foreach (var f in demand.Incident[group])
        {
            var root = hosting.Node[demand.Other(f, group)];
            if (root < 0)
            {
                continue;
            }

            var cost = paths.Grow(slot++, root, demand.Bandwidth[f], !demand.Feeds(group, f), near);
            for (var u = 0; u < cost.Length; u++)
            {
                _score[u] += demand.Bandwidth[f] * cost[u];
            }
        }

        _candidates.Clear();
        foreach (var u in demand.Groups.Nodes[group])
        {
            if (double.IsFinite(_score[u]) && hosting.Fits(group, u))
            {
                _score[u] += hosting.NodeCost(group, u);
                Enter(u, most);
            }
        }
    }

    /// <summary>Puts a node in its place among the cheapest; among equals those met earlier, of lower number, stay
    /// ahead.</summary>
    private void Enter(int node, int most)
    {
        if (_candidates.Count == most)
        {
            if (_score[node] >= _score[_candidates[^1]])
            {
                return;
            }

            _candidates.RemoveAt(most - 1);
        }

        var at = _candidates.Count;
        while (at > 0 && _score[node] < _score[_candidates[at - 1]])
        {
            at--;
        }

        _candidates.Insert(at, node);
    }

    /// <summary>Routes a group's flows along the trees of the last ranking, the largest first. One whose way an earlier
    /// one has filled gets a tree of its own.</summary>
    private bool RouteAll(int group)
    {
        var slot = 0;
        foreach (var f in demand.Incident[group])
        {
            var root = hosting.Node[demand.Other(f, group)];
            if (root < 0)
            {
                continue;
            }

            var isFed = !demand.Feeds(group, f);
            if (!hosting.TryRoute(f, paths.Path(slot++, hosting.Node[group]), isFed)
                && !RouteAnew(f, root, hosting.Node[group], isFed, demand.Incident[group].Length))
            {
                return false;
            }
        }

        return true;
    }

    private bool RouteAnew(int flow, int root, int node, bool isFed, int slot)
    {
        var cost = paths.Grow(slot, root, demand.Bandwidth[flow], isFed);
        return double.IsFinite(cost[node]) && hosting.TryRoute(flow, paths.Path(slot, node), isFed);
    }
}
