namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>Costs over the nodes of some blocks, each from 0 to before the number of nodes.</summary>
internal sealed class CostTable(int[] blocks, int nodes)
{
    private readonly double[] _cells = new double[blocks.Aggregate(1, (cells, _) => cells * nodes)];

    /// <summary>The blocks.</summary>
    public int[] Blocks => blocks;

    /// <summary>Computes every cell from the nodes of the blocks.</summary>
    public void Fill(Func<int[], double> cost)
    {
        var at = new int[blocks.Length];
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            var rest = cell;
            for (var k = blocks.Length - 1; k >= 0; k--)
            {
                (rest, at[k]) = Math.DivRem(rest, nodes);
            }

            _cells[cell] = cost(at);
        }
    }

    /// <summary>The cost for the nodes of all blocks.</summary>
    public double Of(int[] choice)
    {
        var cell = 0;
        foreach (var block in blocks)
        {
            cell = cell * nodes + choice[block];
        }

        return _cells[cell];
    }

    /// <summary>The cost of a table over one block, or over none.</summary>
    public double At(int block, int node) => blocks.Length == 0 ? _cells[0] : blocks[0] == block ? _cells[node] : 0;
}
