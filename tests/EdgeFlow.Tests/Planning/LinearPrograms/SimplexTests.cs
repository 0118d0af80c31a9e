using EdgeFlow.Planning.LinearPrograms;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Planning.LinearPrograms;

public sealed class SimplexTests
{
    private const long Ample = 1_000_000_000;

    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, 1_000_000).ToArbitrary();

    [Fact]
    public void Maximise_TextbookProgram_FindsValuesAndDuals()
    {
        // Chvátal, p. 3: max 5x + 4y + 3z.
        var program = new LinearProgram();
        program.AddRow(RowSense.AtMost, 5);
        program.AddRow(RowSense.AtMost, 11);
        program.AddRow(RowSense.AtMost, 8);
        program.AddColumn(5, double.PositiveInfinity, new(0, 2), new(1, 4), new(2, 3));
        program.AddColumn(4, double.PositiveInfinity, new(0, 3), new(1, 1), new(2, 4));
        program.AddColumn(3, double.PositiveInfinity, new(0, 1), new(1, 2), new(2, 2));

        var optimum = new Simplex().Maximise(program, Ample);

        Assert.Equal(LinearStatus.Optimal, optimum.Status);
        Assert.Equal([2.0, 0, 1], optimum.Values.Select(v => Math.Round(v, 9)));
        Assert.Equal([1.0, 0, 1], optimum.Duals.Select(v => Math.Round(v, 9)));
    }

    [Fact]
    public void Maximise_CyclingProgram_Ends()
    {
        // Beale's example, on which the textbook rule cycles for ever.
        var program = new LinearProgram();
        program.AddRow(RowSense.AtMost, 0);
        program.AddRow(RowSense.AtMost, 0);
        program.AddRow(RowSense.AtMost, 1);
        program.AddColumn(0.75, double.PositiveInfinity, new(0, 0.25), new(1, 0.5));
        program.AddColumn(-20, double.PositiveInfinity, new(0, -8), new(1, -12));
        program.AddColumn(0.5, double.PositiveInfinity, new(0, -1), new(1, -0.5), new(2, 1));
        program.AddColumn(-6, double.PositiveInfinity, new(0, 9), new(1, 3));

        Assert.Equal(1.25, new Simplex().Maximise(program, Ample).Objective, 9);
    }

    [Fact]
    public void Maximise_NothingInIt_IsOptimalAtOnce()
    {
        var program = new LinearProgram();
        Assert.Equal(LinearStatus.Optimal, new Simplex().Maximise(program, Ample).Status);
        program.AddColumn(1, 3);
        Assert.Equal(3, new Simplex().Maximise(program, Ample).Objective);
        program.AddColumn(1, double.PositiveInfinity);
        Assert.Equal(LinearStatus.Unbounded, new Simplex().Maximise(program, Ample).Status);
        program.AddRow(RowSense.AtLeast, 1);
        Assert.Equal(LinearStatus.Infeasible, new Simplex().Maximise(program, Ample).Status);
    }

    [Fact]
    public void Maximise_LittleWork_SaysSoAndGoesOn()
    {
        var program = LinearWorlds.Packing(7, 40, 200);
        var simplex = new Simplex();
        var calls = 0;
        while (simplex.Maximise(program, 20_000).Status == LinearStatus.WorkLimit)
        {
            Assert.True(++calls < 1000, "does not get on");
        }

        Assert.True(calls > 0);
        var whole = new Simplex().Maximise(program, Ample).Objective;
        Assert.Equal(whole, simplex.Maximise(program, Ample).Objective, 6);
    }

    [Fact]
    public void Maximise_TinyPrograms_AgreesWithAllVertices() =>
        Prop.ForAll(Seeds, seed =>
        {
            var program = LinearWorlds.Small(seed, 1 + (seed & 3), 3);
            var best = VertexSearch.Best(program);
            var optimum = new Simplex().Maximise(program, Ample);
            return best switch
            {
                null => optimum.Status == LinearStatus.Infeasible,
                > VertexSearch.Huge / 100 => optimum.Status == LinearStatus.Unbounded,
                _ => optimum.Status == LinearStatus.Optimal && Math.Abs(best.Value - optimum.Objective) < 1e-6,
            };
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void Maximise_AnyProgram_IsFeasibleAndItsDualsProveIt() =>
        Prop.ForAll(Seeds,
                seed => Proves(LinearWorlds.Small(seed, 12, 20)) && Proves(LinearWorlds.Packing(seed, 20, 40)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Maximise_ColumnsRowsAndNumbersChanged_AgreesWithAFreshStart() =>
        Prop.ForAll(Seeds, seed =>
        {
            var simplex = new Simplex();
            var program = LinearWorlds.Packing(seed, 12, 10);
            var world = new Worlds((ulong)seed);
            for (var round = 0; round < 12; round++)
            {
                Change(program, world);
                var warm = simplex.Maximise(program, Ample);
                var cold = new Simplex().Maximise(program, Ample);
                if (warm.Status != cold.Status || (warm.Status == LinearStatus.Optimal
                    && Math.Abs(warm.Objective - cold.Objective) > 1e-6 * (1 + Math.Abs(cold.Objective))))
                {
                    return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Maximise_Twice_SameBytes()
    {
        var first = new Simplex().Maximise(LinearWorlds.Packing(3, 80, 400), Ample);
        var second = new Simplex().Maximise(LinearWorlds.Packing(3, 80, 400), Ample);
        Assert.Equal(first.Values, second.Values);
        Assert.Equal(first.Duals, second.Duals);
        Assert.Equal(first.Work, second.Work);
    }

    [Fact]
    public void AddRow_NumbersThatAreNone_AreRefused()
    {
        var program = new LinearProgram();
        Assert.Throws<ArgumentException>(() => program.AddRow(RowSense.Equal, double.NaN));
        Assert.Throws<ArgumentException>(() => program.AddColumn(1, -1));
        Assert.Throws<ArgumentException>(() => program.AddColumn(1, 1, new LinearTerm(0, 1)));
    }

    private static void Change(LinearProgram program, Worlds world)
    {
        switch (world.Whole(0, 3))
        {
            case 0:
                program.SetRightSide(2 * world.Whole(0, 5), world.Real(0.1, 2));
                break;
            case 1:
                program.SetUpper(world.Whole(0, program.ColumnCount - 1), world.Real(0, 4));
                break;
            case 2:
                program.AddRow(
                    world.Whole(0, 1) == 0 ? RowSense.AtMost : RowSense.Equal, world.Real(0, 2),
                    new(world.Whole(0, program.ColumnCount - 1), 1), new(world.Whole(0, program.ColumnCount - 1), 0.5));
                break;
            default:
                program.AddColumn(
                    world.Real(0, 2), double.PositiveInfinity, new(2 * world.Whole(0, 5), 0.01), new(1, 1e5));
                break;
        }
    }

    /// <summary>Weak duality: Σ y b + Σ u·(reduced cost)⁺ is a bound, and equals the objective at the
    /// optimum.</summary>
    private static bool Proves(LinearProgram program)
    {
        var optimum = new Simplex().Maximise(program, Ample);
        if (optimum.Status != LinearStatus.Optimal)
        {
            return optimum.Status is LinearStatus.Infeasible or LinearStatus.Unbounded;
        }

        var bound = Enumerable.Range(0, program.RowCount).Sum(i => optimum.Duals[i] * program.RightSide(i));
        for (var j = 0; j < program.ColumnCount; j++)
        {
            var reduced = program.Objective(j) - program.Column(j).Sum(t => optimum.Duals[t.Index] * t.Coefficient);
            if (double.IsFinite(program.Upper(j)))
            {
                bound += Math.Max(0, reduced) * program.Upper(j);
            }
            else if (reduced > 1e-6)
            {
                return false;
            }
        }

        return VertexSearch.Meets(program, optimum.Values)
            && Math.Abs(bound - optimum.Objective) <= 1e-6 * (1 + Math.Abs(bound));
    }
}
