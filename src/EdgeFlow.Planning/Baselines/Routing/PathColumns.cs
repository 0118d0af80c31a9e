using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>
/// The columns of the routing program: the candidate paths of one flow, each with the rows (links) that it crosses.
/// Grows while columns are generated.
/// </summary>
/// <param name="volume">V_i, bits a frame; above 0.</param>
internal sealed class PathColumns(double volume)
{
    private readonly List<IndexedRoute> _routes = [];
    private readonly List<int[]> _rows = [];

    /// <summary>V_i.</summary>
    public double Volume => volume;

    /// <summary>How many paths.</summary>
    public int Count => _routes.Count;

    /// <summary>The rows that a path crosses.</summary>
    public int[] Rows(int path) => _rows[path];

    /// <summary>A path.</summary>
    public IndexedRoute Route(int path) => _routes[path];

    /// <summary>Adds a path unless it is there.</summary>
    /// <param name="route">The path.</param>
    /// <param name="rows">The rows that it crosses.</param>
    /// <returns>Whether it was added.</returns>
    public bool Add(IndexedRoute route, int[] rows)
    {
        if (_routes.Exists(r => r.SameAs(route)))
        {
            return false;
        }

        _routes.Add(route);
        _rows.Add(rows);
        return true;
    }
}
