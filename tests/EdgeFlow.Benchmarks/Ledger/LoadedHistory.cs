using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Control.Database;
using EdgeFlow.Ledger.Database;
using EdgeFlow.Tests.Ledger.World;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeFlow.Benchmarks.Ledger;

/// <summary>A database with a long history that the real deciders made: 70 nodes, 100 links, 50 jobs at a
/// time.</summary>
internal static class LoadedHistory
{
    private const int Seed = 20261121;
    private const int Nodes = 70;
    private const int Links = 100;
    private const int ActiveJobs = 50;
    private const int Chunk = 20_000;

    /// <summary>Makes it.</summary>
    /// <param name="run">The run; its PostgreSQL is used.</param>
    /// <param name="events">How many events, at least.</param>
    public static async Task<ControlDatabase> Make(BenchmarkRun run, int events)
    {
        var server = await run.Database();
        var database = await ControlDatabase.Open(
            new DatabaseOptions(await server.Fresh("ledger"), ""), TimeProvider.System, NullLogger.Instance, default);
        await LedgerSchema.Apply(database.Source, default);
        var history = new InventedHistory(Nodes, Links, ActiveJobs);
        var random = new Random(Seed);
        for (var stored = 0; stored < events;)
        {
            while (history.Events.Count < Math.Min(Chunk, events - stored))
            {
                history.Turn(random.Next());
            }

            await StoredHistory.Write(database.Source, history.Events);
            stored += history.Events.Count;
            history.Events.Clear();
        }

        await using var analyze = database.Source.CreateCommand("analyze mt_events");
        await analyze.ExecuteNonQueryAsync();
        return database;
    }
}
