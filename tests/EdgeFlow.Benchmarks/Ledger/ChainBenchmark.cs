using System.Diagnostics;
using EdgeFlow.Benchmarks.Engine;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.EventStore.Appending;

namespace EdgeFlow.Benchmarks.Ledger;

/// <summary>
/// What the hash chain costs appends: 32 writers, one event each, each to a stream of its own, with and without a
/// sealer
/// beside them, in turns. The sealer works every second as in a control plane, and what is left at the end of a turn is
/// sealed within the turn's time: a turn counts events that are appended and sealed.
/// </summary>
internal static class ChainBenchmark
{
    private const string What = "events appended and sealed/s, 32 writers, one event each";
    private const int Writers = 32;
    private const int WarmUpRounds = 2;
    private const int Rounds = 21;
    private const double MustOfPlain = 0.95;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(3);

    /// <summary>Lets both take turns.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var database = await run.Database();
        await using var chained = await SealedDatabase.Open(database, "chained");
        await using var plain = await SealedDatabase.Open(database, "plain");
        var (ours, bare) = (new Contender(database, chained, true), new Contender(database, plain, false));
        var series = await Turns.Take(WarmUpRounds, run.Rounds(Rounds), ours.Measure, bare.Measure);
        return
        [
            Row.Compared(What, series[0], "the same without sealing", series[1], "/s", Bar.AtLeast(MustOfPlain)),
            Row.Printed(
                "processor time an event", ours.Processor(), $"without sealing: {bare.Processor()}"),
        ];
    }

    private sealed class Contender(BenchmarkDatabase database, SealedDatabase its, bool isSealed)
    {
        private readonly long[] versions = new long[Writers];
        private readonly List<ProcessorTime> turns = [];

        public async Task<double> Measure()
        {
            var (count, clock, before) = (0, Stopwatch.StartNew(), ProcessorTime.Now(database));
            using var over = new CancellationTokenSource();
            var sealing = isSealed ? Seal(over.Token) : Task.CompletedTask;
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
            {
                while (clock.Elapsed < Turn)
                {
                    await Append(w);
                    Interlocked.Increment(ref count);
                }
            })));
            await over.CancelAsync();
            await sealing;
            if (isSealed)
            {
                await its.Sealer.Seal(default);
            }

            var rate = count / clock.Elapsed.TotalSeconds;
            var used = ProcessorTime.Now(database) - before;
            turns.Add(new ProcessorTime(used.Own / count, used.Server / count));
            return rate;
        }

        public string Processor()
        {
            var counted = turns.Skip(WarmUpRounds).ToList();
            return new ProcessorTime(
                new Series([.. counted.Select(turn => turn.Own)]).Median,
                new Series([.. counted.Select(turn => turn.Server)]).Median).Each(1);
        }

        private async Task Append(int writer)
        {
            var request = AppendRequest.To(
                $"job-{writer}", "job", ExpectedVersion.Exactly(versions[writer]),
                new BenchmarkTaskCompleted("recognise", 1, DateTimeOffset.UnixEpoch));
            versions[writer] = ((AppendResult.Appended)await its.Store.Append(request)).Streams[0].LastVersion;
        }

        private async Task Seal(CancellationToken over)
        {
            using var ticks = new PeriodicTimer(its.Options.Interval);
            try
            {
                while (await ticks.WaitForNextTickAsync(over))
                {
                    await its.Sealer.Seal(default);
                }
            }
            catch (OperationCanceledException)
            {
                // The turn is over.
            }
        }
    }
}
