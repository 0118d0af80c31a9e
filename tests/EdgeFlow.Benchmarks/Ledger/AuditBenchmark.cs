using System.Diagnostics;
using EdgeFlow.Benchmarks.Engine;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Ledger.Audit.Export;
using EdgeFlow.Ledger.Audit.Verification;

namespace EdgeFlow.Benchmarks.Ledger;

/// <summary>How fast a sealed history is exported, verified from the file, and verified in the database.</summary>
internal static class AuditBenchmark
{
    private const int Events = 200_000;
    private const int ShortEvents = 20_000;
    private const int PerAppend = 1_000;
    private const int Rounds = 3;
    private const double Million = 1e6;

    /// <summary>Makes a history and measures each way, some times.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var count = run.Short ? ShortEvents : Events;
        var database = await run.Database();
        await using var its = await SealedDatabase.Open(database, "audit");
        for (var made = 0; made < count; made += PerAppend)
        {
            await its.Store.Append(AppendRequest.To(
                $"job-{made}", "job", ExpectedVersion.None,
                [.. Enumerable.Range(0, PerAppend).Select(i =>
                    new BenchmarkTaskCompleted($"task-{i}", 1, DateTimeOffset.UnixEpoch.AddSeconds(i)))]));
        }

        var before = ProcessorTime.Now(database);
        await its.Sealer.Seal(default);
        var sealing = (ProcessorTime.Now(database) - before).Each(count);
        var file = Path.Combine(its.Options.Folder, "export.jsonl");
        var series = await Turns.Take(
            1, Rounds, () => Export(its, file), () => VerifyFile(file), () => VerifyDatabase(its, count));
        var size = $"{count:N0} events, {new FileInfo(file).Length / Million:F0} MB";
        return
        [
            Row.Printed("processor time of sealing an event", sealing),
            new Row($"audit export, {size}", series[0].Text("MB/s"), "", "", "print", Verdict.Printed),
            new Row($"audit verify of the file, {size}", series[1].Text("MB/s"), "", "", "print", Verdict.Printed),
            new Row($"audit verify of the database, {size}", series[2].Text("events/s"), "", "", "print",
                Verdict.Printed),
        ];
    }

    private static async Task<double> Export(SealedDatabase its, string file)
    {
        var writer = new ExportWriter(its.Store.DataSource, its.Chain, its.Ring, TimeProvider.System);
        var (keys, signer) = await writer.Keys(default);
        var clock = Stopwatch.StartNew();
        await using var to = File.Create(file);
        await writer.Write(new ExportRequest("*DEFAULT*", null, null, null), keys, signer!, to, default);
        return to.Length / Million / clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> VerifyFile(string file)
    {
        var clock = Stopwatch.StartNew();
        await using var from = File.OpenRead(file);
        var report = await new ExportVerifier(TimeProvider.System).Verify(from, null, default);
        return report.IsIntact
            ? report.Bytes / Million / clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"The export does not hold: {report.Findings[0]}");
    }

    private static async Task<double> VerifyDatabase(SealedDatabase its, int count)
    {
        var clock = Stopwatch.StartNew();
        var report = await new LiveVerifier(its.Store.DataSource, its.Chain, its.Ring, TimeProvider.System)
            .Verify(null, default);
        return report.IsIntact
            ? count / clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"The chain does not hold: {report.Findings[0]}");
    }
}
