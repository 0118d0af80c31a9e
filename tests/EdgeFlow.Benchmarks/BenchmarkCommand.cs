using EdgeFlow.Benchmarks.Dapr;
using EdgeFlow.Benchmarks.Engine;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Ledger;
using EdgeFlow.Benchmarks.Network;
using EdgeFlow.Benchmarks.Planner;
using EdgeFlow.Benchmarks.Rows;

namespace EdgeFlow.Benchmarks;

/// <summary>A command of the program: a table, or a part of one.</summary>
/// <param name="Name">What the user writes.</param>
/// <param name="Summary">What it measures.</param>
/// <param name="Rows">Measures it.</param>
internal sealed record BenchmarkCommand(
    string Name, string Summary, Func<BenchmarkRun, Task<IReadOnlyList<Row>>> Rows)
{
    private static readonly BenchmarkCommand[] EngineParts =
    [
        new("appends", "event appends a second, against bare Npgsql", AppendBenchmark.Run),
        new("workflows", "durable workflows a second, against DBOS and Restate", WorkflowRows.Run),
        new("stages", "frames a second of a stage, against ONNX Runtime in a bare loop", StageRateBenchmark.Run),
        new("frames", "MB/s from node to node, against bare Kestrel", FrameBenchmark.Run),
        new("arrival", "time of the planner for one arrival, 50 jobs on 70 nodes", ArrivalBenchmark.Run),
        new("recovery", "node killed until the first frame out of the new plan", RecoveryBenchmark.Run),
        new("memory", "memory of the control plane after 10,000 jobs", MemoryBenchmark.Run),
    ];

    // The planner's own table; each part can be run alone, also on other instances (--data, --budget).
    private static readonly BenchmarkCommand[] PlannerParts =
    [
        new("planner embedding", "requests that come and go: acceptance, revenue, time", EmbeddingBenchmark.Run),
        new("planner arrival", "time of one arrival on several sizes, tier 0", ArrivalBenchmark.Sizes),
        new("planner scale", "arrivals and lost nodes on up to 10,000 nodes, tier 0", ScaleBenchmark.Run),
        new("planner certificate", "bounds beside proven optima and the ENTS protocol", CertificateRows.Run),
        new("planner proofs", "optima proven with OR-Tools, beside the bare program", ProofRows.Run),
        new("planner makespan", "makespans of small batch jobs beside the least proven", MakespanProofRows.Run),
        new("planner exact", "tier 1 against proven max-min rates", ExactRows.Run),
        new("planner ents", "tier 1 and tier 0 against OTFA on the ENTS protocol", EntsRows.Run),
        new("planner scheduling", "makespans of batch jobs against those of other schedulers", SchedulingBenchmark.Run),
        new("planner heft", "time of the list schedulers, 1,000 tasks on 30 nodes", HeftBenchmark.Run),
    ];

    // The ledger's table.
    private static readonly BenchmarkCommand[] LedgerParts =
    [
        new("ledger branches", "1,000 what-if branches of 50 jobs on 70 nodes", BranchBenchmark.Run),
        new("ledger chain", "what the hash chain costs appends", ChainBenchmark.Run),
        new("ledger audit", "MB/s of audit export and verify", AuditBenchmark.Run),
        new("ledger state", "the world at any place of long histories", StateBenchmark.Run),
        new("ledger rebuild", "read models made again from a million events", RebuildBenchmark.Run),
        new("ledger verify", "plans made again a second, and what keeping them costs", VerifyBenchmark.Run),
    ];

    // Dapr's table: on real sidecars, where they are.
    private static readonly BenchmarkCommand[] DaprParts =
    [
        new("dapr workflows", "durable workflows a second, embedded against daprd", EngineRows.Alone),
        new("dapr across", "the same with each step in another application", EngineRows.Across),
        new("dapr hop", "a request through two sidecars, against direct HTTP", HopRows.Run),
        new("dapr outbox", "public events/s to Kafka with acks=all, and how far behind", OutboxBenchmark.Run),
    ];

    /// <summary>All commands, whole tables first.</summary>
    public static IReadOnlyList<BenchmarkCommand> All { get; } =
    [
        new("engine", "the whole table of the engine (about 8 minutes)", run => Table(EngineParts, run)),
        new("planner", "the whole table of the planner", run => Table(PlannerParts, run)),
        new("ledger", "the whole table of the ledger", run => Table(LedgerParts, run)),
        new("dapr", "the whole table of Dapr (about 8 minutes)", run => Table(DaprParts, run)),
        .. PlannerParts, .. LedgerParts, .. DaprParts, .. EngineParts,
    ];

    private static async Task<IReadOnlyList<Row>> Table(BenchmarkCommand[] parts, BenchmarkRun run)
    {
        var rows = new List<Row>();
        foreach (var part in parts)
        {
            run.Say($"measuring {part.Name}: {part.Summary} …");
            rows.AddRange(await OrFailure(part, run));
        }

        return rows;
    }

    // A part that breaks is a bar that is missed; what the others measured in eight minutes is still worth printing.
    private static async Task<IReadOnlyList<Row>> OrFailure(BenchmarkCommand part, BenchmarkRun run)
    {
        try
        {
            return await part.Rows(run);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            run.Say(fault.ToString());
            return [new Row(part.Summary, $"broke: {fault.Message.Split('\n')[0]}", "", "", "", Verdict.Missed)];
        }
    }
}
