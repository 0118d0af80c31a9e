using EdgeFlow.Benchmarks.Engine;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.TestBed;

namespace EdgeFlow.Benchmarks.Dapr;

/// <summary>Ten-step workflows on the embedded sidecar against daprd, taking turns.</summary>
internal static class EngineRows
{
    private const int Rounds = 3;
    private const int Few = 16;
    private const int Many = 64;
    private const double MustAtMany = 30;
    private const string Baseline = "daprd, state.postgresql";

    /// <summary>Workflow and activities in one application.</summary>
    public static Task<IReadOnlyList<Row>> Alone(BenchmarkRun run) => Rows(run, across: false, [1, Few, Many]);

    /// <summary>Each activity in another application than the workflow.</summary>
    public static Task<IReadOnlyList<Row>> Across(BenchmarkRun run) => Rows(run, across: true, [1, Few]);

    private static async Task<IReadOnlyList<Row>> Rows(BenchmarkRun run, bool across, int[] atOnce)
    {
        var where = across ? ", across two applications" : "";
        if (DaprBed.Missing is { } missing)
        {
            return [Row.Skipped($"10-step durable workflows{where}, against {Baseline}", missing)];
        }

        await using var sides = await DaprSides.Start(run);
        var rows = new List<Row>();
        foreach (var number in atOnce)
        {
            var (rates, times) = (new Pair(), new Pair());
            for (var round = 0; round < run.Rounds(Rounds); round++)
            {
                var ours = await sides.Embedded(number, across);
                var theirs = await sides.Daprd(number, across);
                rates.Add(ours.WorkflowsPerSecond, theirs.WorkflowsPerSecond);
                times.Add(ours.Ms, theirs.Ms);
            }

            rows.Add(number == 1
                ? times.Printed($"{TenSteps.Steps}-step durable workflow, alone{where}", "ms")
                : number == Many
                    ? rates.Judged($"10-step durable workflows/s, {number} at once{where}", Bar.AtLeast(MustAtMany))
                    : rates.Printed($"10-step durable workflows/s, {number} at once{where}", "/s"));
        }

        return rows;
    }

    /// <summary>The figures of both, turn by turn.</summary>
    private sealed class Pair
    {
        private readonly List<double> ours = [];
        private readonly List<double> theirs = [];

        public void Add(double our, double their)
        {
            ours.Add(our);
            theirs.Add(their);
        }

        public Row Printed(string what, string unit)
        {
            var (measured, baseline) = (new Series(ours), new Series(theirs));
            return new Row(
                what, measured.Text(unit), $"{Baseline}: {baseline.Text(unit)}", measured.Over(baseline).Text("×"),
                "print", Verdict.Printed);
        }

        public Row Judged(string what, Bar bar) =>
            Row.Compared(what, new Series(ours), Baseline, new Series(theirs), "/s", bar);
    }
}
