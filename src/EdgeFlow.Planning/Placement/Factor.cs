namespace EdgeFlow.Planning.Placement;

/// <summary>A table of costs over the choices of some variables; the last variable's choices are contiguous.</summary>
/// <param name="Scope">The variables, each once.</param>
/// <param name="Values">The cost of each joint choice; infinity where it is not allowed.</param>
internal sealed record Factor(int[] Scope, double[] Values)
{
    /// <summary>The same table with its variables in another order.</summary>
    public Factor Reorder(int[] scope, int[] domain)
    {
        if (scope.AsSpan().SequenceEqual(Scope))
        {
            return this;
        }

        var stride = new int[scope.Length];
        for (var k = 0; k < scope.Length; k++)
        {
            var at = Array.IndexOf(Scope, scope[k]);
            stride[k] = 1;
            for (var m = at + 1; m < Scope.Length; m++)
            {
                stride[k] *= domain[Scope[m]];
            }
        }

        var values = new double[Values.Length];
        var choice = new int[scope.Length];
        var source = 0;
        for (var target = 0; target < values.Length; target++)
        {
            values[target] = Values[source];
            for (var k = scope.Length - 1; k >= 0; k--)
            {
                source += stride[k];
                if (++choice[k] < domain[scope[k]])
                {
                    break;
                }

                source -= stride[k] * choice[k];
                choice[k] = 0;
            }
        }

        return new Factor(scope, values);
    }

    /// <summary>Where the table's entry for a joint choice of all variables is.</summary>
    public int Offset(int[] choice, int[] domain)
    {
        var at = 0;
        foreach (var v in Scope)
        {
            at = at * domain[v] + choice[v];
        }

        return at;
    }
}
