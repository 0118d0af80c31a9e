using System.Diagnostics;
using EdgeFlow.Benchmarks.Engine;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.TestBed;

namespace EdgeFlow.Benchmarks.Dapr;

/// <summary>
/// Ten-step workflows on the embedded sidecar against daprd, taking turns. A turn that daprd loses is told in the table
/// and taken again while there is time, so that the table comes in its time whatever daprd does.
/// </summary>
internal static class EngineRows
{
    private const int Rounds = 3;
    private const int SpareRounds = 2;
    private const int Few = 16;
    private const int Many = 64;
    private const double MustAtMany = 30;
    private const string Baseline = "daprd, state.postgresql";

    // No round begins later: with one of the longest rounds behind it, and what the other parts take, a table of Dapr
    // ends within eight minutes.
    private static readonly TimeSpan LastStartAlone = TimeSpan.FromSeconds(170);
    private static readonly TimeSpan LastStartAcross = TimeSpan.FromSeconds(100);

    /// <summary>Workflow and activities in one application.</summary>
    public static Task<IReadOnlyList<Row>> Alone(BenchmarkRun run) =>
        Rows(run, across: false, [1, Few, Many], LastStartAlone);

    /// <summary>Each activity in another application than the workflow.</summary>
    public static Task<IReadOnlyList<Row>> Across(BenchmarkRun run) =>
        Rows(run, across: true, [1, Few], LastStartAcross);

    private static async Task<IReadOnlyList<Row>> Rows(
        BenchmarkRun run, bool across, int[] atOnce, TimeSpan lastStart)
    {
        var where = across ? ", across two applications" : "";
        if (DaprBed.Missing is { } missing)
        {
            return [Row.Skipped($"10-step durable workflows{where}, against {Baseline}", missing)];
        }

        var began = Stopwatch.GetTimestamp();
        await using var sides = await DaprSides.Start(run);
        var pairs = atOnce.Select(number => new TurnPairs(number, Baseline)).ToList();
        var wanted = run.Rounds(Rounds);
        for (var round = 0; round < wanted + SpareRounds; round++)
        {
            foreach (var pair in pairs.Where(pair => pair.Count < wanted))
            {
                if (Stopwatch.GetElapsedTime(began) < lastStart)
                {
                    pair.Add(await sides.Embedded(pair.AtOnce, across), await sides.Daprd(pair.AtOnce, across));
                }
            }
        }

        return [.. pairs.Select(pair => pair.AtOnce == 1
            ? pair.Times($"{TenSteps.Steps}-step durable workflow, alone{where}")
            : pair.AtOnce == Many
                ? pair.JudgedRates($"10-step durable workflows/s, {Many} at once{where}", Bar.AtLeast(MustAtMany))
                : pair.Rates($"10-step durable workflows/s, {pair.AtOnce} at once{where}"))];
    }
}
