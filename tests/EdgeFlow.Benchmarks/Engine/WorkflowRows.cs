using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Peers;
using EdgeFlow.Benchmarks.Rows;

namespace EdgeFlow.Benchmarks.Engine;

/// <summary>
/// 10-step durable workflows a second, 32 at once, ours against DBOS on the same PostgreSQL and Restate with its own
/// log, taking turns; and the latency of a step of all three (a workflow's time divided by its steps).
/// </summary>
internal static class WorkflowRows
{
    private const int AtOnce = 32;
    private const int Rounds = 3;
    private const int DbosWorkflows = 400;
    private const int RestateWorkflows = 800;
    private const double MustOfDbos = 20;
    private const double MustOfRestate = 5;
    private const string What = "10-step durable workflows/s, 32 at once";

    /// <summary>Measures all three.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var database = await run.Database();
        var (ours, dbos, restate) = (new List<PeerFigures>(), new List<PeerFigures>(), new List<PeerFigures>());
        for (var round = 0; round < run.Rounds(Rounds); round++)
        {
            var (rate, p50, p99) = await WorkflowBenchmark.Measure(database.ConnectionString, AtOnce);
            ours.Add(new PeerFigures(rate, p50, p99));
            Keep(dbos, await DurablePeers.Dbos(database.ConnectionString, AtOnce, DbosWorkflows, run.Progress));
            Keep(restate, await DurablePeers.Restate(AtOnce, RestateWorkflows, run.Progress));
        }

        return
        [
            Compared(ours, "DBOS on the same PostgreSQL", dbos, Bar.AtLeast(MustOfDbos)),
            Compared(ours, "Restate with its own log", restate, Bar.AtLeast(MustOfRestate)),
            Row.Printed(
                "step latency p50 / p99, 32 at once", Latency(ours),
                string.Join("; ", new[] { ("DBOS", dbos), ("Restate", restate) }
                    .Where(peer => peer.Item2.Count > 0).Select(peer => $"{peer.Item1}: {Latency(peer.Item2)}"))),
        ];
    }

    private static void Keep(List<PeerFigures> peer, PeerFigures? figures)
    {
        if (figures is not null)
        {
            peer.Add(figures);
        }
    }

    private static Row Compared(List<PeerFigures> ours, string named, List<PeerFigures> peer, Bar bar) =>
        peer.Count == 0
            ? Row.Skipped($"{What}, against {named}", "the peer is not installed")
            : Row.Compared(What, Rate(ours), named, Rate(peer), "/s", bar);

    private static Series Rate(List<PeerFigures> figures) => new([.. figures.Select(turn => turn.WorkflowsPerSecond)]);

    private static string Latency(List<PeerFigures> figures) =>
        $"{Figure.Text(new Series([.. figures.Select(turn => turn.StepP50Ms)]).Median)} / "
        + $"{Figure.Text(new Series([.. figures.Select(turn => turn.StepP99Ms)]).Median)} ms";
}
