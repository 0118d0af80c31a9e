using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Admission;

/// <summary>
/// Embeds one request as cheaply as it can: nodes and paths together, never one after the other. From several starts a
/// request is built group by group (<see cref="GroupInsertion"/>); each result is polished by taking single groups out
/// and putting them in again; and at last the best one by taking out a few connected groups at a time (ruin and
/// recreate: Schrimpf et al., J. Comput. Phys. 159, 2000; large neighbourhood search: Shaw, CP 1998). Every step works
/// on what the network really has left, so that no result has to be repaired. Used once.
/// </summary>
internal sealed class RequestSearch
{
    private const double LeastGain = 1e-9;

    // How many of the cheapest nodes the first of the groups taken out may pass over.
    private const int Skips = 3;

    // Draws of a neighbour, for each group that is to be taken out.
    private const int DrawsAGroup = 4;

    private readonly FeasiblePaths _paths;
    private readonly Hosting _hosting;
    private readonly GroupInsertion _insertion;
    private readonly RequestStarts _starts;
    private readonly FixedDemand _demand;
    private readonly AdmissionLimits _limits;
    private readonly long _workBefore;
    private SplitMix _random;
    private Hosting.Saved? _best;

    /// <summary>Prepares a search.</summary>
    /// <param name="left">What the network has left; the search leaves it as it was.</param>
    /// <param name="demand">What the request asks.</param>
    /// <param name="prices">What cost is counted in.</param>
    /// <param name="paths">Paths at these prices.</param>
    /// <param name="limits">How hard to search.</param>
    /// <param name="seed">Seed of the random choices.</param>
    public RequestSearch(
        Residuals left, FixedDemand demand, ResourcePrices prices, FeasiblePaths paths, AdmissionLimits limits,
        ulong seed)
    {
        (_demand, _paths, _limits, _workBefore) = (demand, paths, limits, paths.Work);
        _hosting = new Hosting(left, demand, prices);
        _insertion = new GroupInsertion(demand, _hosting, paths, limits);
        _starts = new RequestStarts(left, demand, _hosting, prices);
        _random = new SplitMix(seed);
    }

    /// <summary>Price of the best embedding; infinity while there is none.</summary>
    public double Cost { get; private set; } = double.PositiveInfinity;

    /// <summary>Counted work: arcs looked at.</summary>
    public long Work => _paths.Work - _workBefore;

    /// <summary>Searches until the work is spent or nothing is left to try.</summary>
    /// <returns>The embedding, or null when none was found.</returns>
    public Embedding? Run()
    {
        var first = _starts.First();
        var tried = 0;
        foreach (var node in _starts.Nodes(first))
        {
            if ((tried++ >= _limits.Starts && _best is not null) || Work >= _limits.Work)
            {
                break;
            }

            if (Build(first, node))
            {
                Polish();
                Keep();
            }

            _hosting.Clear();
        }

        if (_best is null)
        {
            return null;
        }

        _hosting.Restore(_best);
        Recreate();
        var embedding = _hosting.ToEmbedding();
        _hosting.Clear();
        return embedding;
    }

    private bool Build(int first, int node)
    {
        _hosting.Place(first, node);
        for (var placed = 1; placed < _demand.Groups.Count; placed++)
        {
            if (!_insertion.Insert(_insertion.Next(), skip: 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes each group out and puts it in again until a whole turn gains nothing.</summary>
    private void Polish()
    {
        var (cost, groups) = (_hosting.Cost, _hosting.Node.Length);
        var idle = 0;
        for (var g = 0; idle < groups && Work < _limits.Work; g = (g + 1) % groups)
        {
            var saved = _hosting.Save();
            _hosting.Remove(g);
            var next = _insertion.Insert(g, skip: 0) ? _hosting.Cost : double.PositiveInfinity;
            if (next < cost - LeastGain)
            {
                (cost, idle) = (next, 1);
            }
            else
            {
                _hosting.Restore(saved);
                idle++;
            }
        }
    }

    private bool Keep()
    {
        var cost = _hosting.Cost;
        if (cost >= Cost - LeastGain)
        {
            return false;
        }

        (Cost, _best) = (cost, _hosting.Save());
        return true;
    }

    /// <summary>Takes a few connected groups out of the best and puts them in again, while work is left and it
    /// helps.</summary>
    private void Recreate()
    {
        var groups = _hosting.Node.Length;
        var most = Math.Min(_limits.MostTaken, groups);
        for (var idle = 0; groups > 1 && idle < _limits.IdleRounds * groups && Work < _limits.Work; idle++)
        {
            var taken = Connected(2 + Draw(most - 1));
            taken.ForEach(_hosting.Remove);
            var whole = true;
            for (var k = 0; k < taken.Count && whole; k++)
            {
                whole = _insertion.Insert(_insertion.Next(), k == 0 ? Draw(Skips) : 0);
            }

            if (whole && Keep())
            {
                idle = 0;
            }
            else
            {
                _hosting.Restore(_best!);
            }
        }
    }

    /// <summary>Draws groups that exchange data with each other.</summary>
    private List<int> Connected(int count)
    {
        var taken = new List<int> { Draw(_hosting.Node.Length) };
        for (var k = 0; taken.Count < count && k < DrawsAGroup * count; k++)
        {
            var from = taken[Draw(taken.Count)];
            var flows = _demand.Incident[from];
            var next = flows.Length == 0 ? Draw(_hosting.Node.Length) : _demand.Other(flows[Draw(flows.Length)], from);
            if (!taken.Contains(next))
            {
                taken.Add(next);
            }
        }

        return taken;
    }

    private int Draw(int below) => (int)(_random.Next() % (ulong)below);
}
