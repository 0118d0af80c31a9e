using System.Diagnostics;
using System.Globalization;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Control.Database;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Benchmarks.Ledger;

/// <summary>
/// The world at random places of histories of several lengths, each asked of a control plane that remembers none: a
/// stored world is read and what followed it is folded. By the number of an event, and by a time.
/// </summary>
internal static class StateBenchmark
{
    private const double MostMs = 50;
    private const int Questions = 61;

    private static readonly int[] Lengths = [10_000, 100_000, 1_000_000];

    /// <summary>Measures each length.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var rows = new List<Row>();
        foreach (var length in run.Short ? Lengths[..2] : Lengths)
        {
            run.Say($"  making {length} events …");
            await using var database = await LoadedHistory.Make(run, length);
            await database.Rebuild(default);
            rows.AddRange(await Measure(run, database, length));
        }

        return rows;
    }

    private static async Task<IReadOnlyList<Row>> Measure(BenchmarkRun run, ControlDatabase database, int length)
    {
        var named = length.ToString("#,0", CultureInfo.InvariantCulture) + " events";
        var clock = Stopwatch.StartNew();
        var end = (await new Worlds(database.Store, TimeProvider.System).CatchUp(null, default)).World;
        var fold = length / clock.Elapsed.TotalSeconds;
        run.Say($"  folded all at {fold:F0} events/s");
        var random = new Random(length);
        var places = Enumerable.Range(0, run.Rounds(Questions)).Select(_ => random.NextInt64(end.Sequence)).ToList();

        // The first questions of a process also load its code.
        await At(database, end.Sequence / 2);
        await At(database, end.Sequence / 3);
        var (bySequence, byTime) = (new List<double>(), new List<double>());
        foreach (var place in places)
        {
            clock.Restart();
            var world = await At(database, place);
            bySequence.Add(clock.Elapsed.TotalMilliseconds);
            clock.Restart();
            var worlds = new Worlds(database.Store, TimeProvider.System);
            await worlds.At(await worlds.SequenceAt(world.At!.Value, default), default);
            byTime.Add(clock.Elapsed.TotalMilliseconds);
        }

        return
        [
            State($"state at any place of {named}", length, bySequence),
            State($"state at any time of {named}", length, byTime),
            Row.Printed($"{named}: folded from the first on, worlds stored on the way", $"{fold:F0} events/s"),
            Row.Printed($"{named}: stored worlds", await Stored(database, end)),
        ];
    }

    private static Row State(string what, int length, List<double> times) => length == Lengths[^1]
        ? Row.Bounded(what, new Series(times), "ms", Bar.AtMost(MostMs))
        : Row.Printed(what, new Series(times).Text("ms"));

    private static Task<WorldState> At(ControlDatabase database, long place) =>
        new Worlds(database.Store, TimeProvider.System).At(place, default);

    private static async Task<string> Stored(ControlDatabase database, WorldState end)
    {
        await using var select = database.Source.CreateCommand(
            "select count(*), coalesce(sum(length(state)), 0) from ledger_snapshots");
        await using var reader = await select.ExecuteReaderAsync();
        await reader.ReadAsync();
        var (count, bytes) = (reader.GetInt64(0), reader.GetInt64(1));
        var each = (double)bytes / Math.Max(1, count) / 1000;
        return FormattableString.Invariant($"{count}, {each:F1} kB each, {(double)bytes / end.Sequence:F0} B/event");
    }
}
