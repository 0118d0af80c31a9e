using EdgeFlow.OrTools.Native;
using EdgeFlow.Planning.LinearPrograms;
using EdgeFlow.Tests.Planning;
using Xunit;

namespace EdgeFlow.Tests.OrTools;

/// <summary>Our simplex method beside OR-Tools' GLOP on the same programs.</summary>
public sealed class GlopTests
{
    private const int Programs = 60;
    private const long Work = 100_000_000;

    [SkippableFact]
    public void Maximise_RandomPrograms_ReachesWhatGlopReaches()
    {
        var solver = new MathOpt(OrToolsHere.Library(), TimeProvider.System);
        for (var seed = 0; seed < Programs; seed++)
        {
            var worlds = new Worlds((ulong)seed);
            var (rows, columns) = (worlds.Whole(1, 12), worlds.Whole(1, 20));
            var (ours, theirs) = (new LinearProgram(), new MixedProgram { Maximise = true });
            var right = Enumerable.Range(0, rows).Select(_ => worlds.Real(0, 10)).ToArray();
            var terms = Enumerable.Range(0, rows).Select(_ => new List<(int, double)>()).ToArray();
            foreach (var side in right)
            {
                ours.AddRow(RowSense.AtMost, side);
            }

            for (var j = 0; j < columns; j++)
            {
                var (worth, upper) = (worlds.Real(-1, 4), worlds.Real(0, 5));
                var coefficients = Enumerable.Range(0, rows).Where(_ => worlds.Whole(0, 2) == 0)
                    .Select(i => new LinearTerm(i, worlds.Real(-1, 3))).ToArray();
                ours.AddColumn(worth, upper, coefficients);
                theirs.AddVariable(0, upper, isInteger: false, worth);
                Array.ForEach(coefficients, t => terms[t.Index].Add((j, t.Coefficient)));
            }

            for (var i = 0; i < rows; i++)
            {
                theirs.AddRow(double.NegativeInfinity, right[i], terms[i]);
            }

            var optimum = new Simplex().Maximise(ours, Work);
            var glop = solver.Solve(theirs, MathOptSolver.Glop, TimeSpan.FromSeconds(30));

            Assert.Equal((LinearStatus.Optimal, MathOptReason.Optimal), (optimum.Status, glop.Reason));
            Assert.Equal(glop.Primal, optimum.Objective, 1e-6 * (1 + Math.Abs(glop.Primal)));
        }
    }
}
