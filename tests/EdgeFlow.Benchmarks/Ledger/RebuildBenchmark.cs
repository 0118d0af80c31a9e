using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Control.Database;

namespace EdgeFlow.Benchmarks.Ledger;

/// <summary>Every read model made again from a million events, beside the running one: events of the whole history a
/// second, and how long appends waited.</summary>
internal static class RebuildBenchmark
{
    private const double LeastRate = 200_000;
    private const int Turns = 3;

    // These look at every event of most jobs; the others have few events or few columns.
    private static readonly HashSet<string> Dear = new(StringComparer.Ordinal) { "jobs", "job_plans" };

    /// <summary>Measures each read model.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var length = run.Short ? 100_000 : 1_000_000;
        run.Say($"  making {length} events …");
        await using var database = await LoadedHistory.Make(run, length);
        var rows = new List<Row>();
        foreach (var model in ControlDatabase.Projections)
        {
            var (rates, held) = (new List<double>(), new List<double>());
            for (var turn = 0; turn < Turns; turn++)
            {
                var report = await database.Store.Rebuild(model);
                rates.Add(report.Events / report.Elapsed.TotalSeconds);
                held.Add(report.Held.TotalMilliseconds);
            }

            var what = $"rebuild of '{model.Name}' beside the running one, {length} events";
            rows.Add(Dear.Contains(model.Name)
                ? Row.Printed(what + " (dear)", new Series(rates).Text("events/s"))
                : Row.Bounded(what + " (cheap)", new Series(rates), "events/s", Bar.AtLeast(LeastRate)));
            rows.Add(Row.Printed($"rebuild of '{model.Name}': appends waited", new Series(held).Text("ms")));
        }

        return rows;
    }
}
