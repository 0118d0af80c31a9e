using EdgeFlow.Planning.LinearPrograms;

namespace EdgeFlow.Tests.Planning.LinearPrograms;

/// <summary>Random linear programs from a seed, bounded and feasible or not.</summary>
internal static class LinearWorlds
{
    /// <summary>Small whole coefficients, all senses of rows, many ties.</summary>
    public static LinearProgram Small(int seed, int rows, int columns)
    {
        var world = new Worlds((ulong)seed);
        var program = new LinearProgram();
        for (var i = 0; i < rows; i++)
        {
            var sense = world.Whole(0, 5) switch { 0 => RowSense.Equal, 1 => RowSense.AtLeast, _ => RowSense.AtMost };
            program.AddRow(sense, world.Whole(sense == RowSense.AtMost ? 0 : -2, 6));
        }

        for (var j = 0; j < columns; j++)
        {
            var upper = world.Whole(0, 3) == 0 ? double.PositiveInfinity : world.Whole(0, 5);
            program.AddColumn(world.Whole(-4, 5), upper, Terms(world, rows, j, () => world.Whole(-3, 4)));
        }

        return program;
    }

    /// <summary>A packing program with numbers of very different sizes, like bits and seconds a second.</summary>
    public static LinearProgram Packing(int seed, int rows, int columns)
    {
        var world = new Worlds((ulong)seed);
        var program = new LinearProgram();
        for (var i = 0; i < rows; i++)
        {
            program.AddRow(RowSense.AtMost, i % 2 == 0 ? 1 : world.Whole(1, 10) * 1e6);
        }

        for (var j = 0; j < columns; j++)
        {
            var terms = Terms(world, rows, 3, () => 1)
                .Select(t => new LinearTerm(t.Index, world.Real(0.1, 2) * (t.Index % 2 == 0 ? 0.01 : 1e5))).ToArray();
            program.AddColumn(world.Real(0.5, 1), world.Whole(0, 4) == 0 ? 3 : double.PositiveInfinity,
                terms.Length > 0 ? terms : [new LinearTerm(0, 0.01)]);
        }

        return program;
    }

    private static LinearTerm[] Terms(Worlds world, int rows, int least, Func<double> coefficient) =>
    [
        .. Enumerable.Range(0, rows).Where(_ => world.Whole(0, Math.Max(2, rows / 4)) <= least % 3)
            .Select(i => new LinearTerm(i, coefficient())),
    ];
}
