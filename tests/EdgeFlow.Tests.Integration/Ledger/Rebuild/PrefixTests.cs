using EdgeFlow.Control.Database;
using EdgeFlow.Ledger.Database;
using EdgeFlow.Ledger.Timeline;
using EdgeFlow.Ledger.World;
using EdgeFlow.Tests.Integration.Postgres;
using EdgeFlow.Tests.Ledger.World;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.Rebuild;

/// <summary>The read models in PostgreSQL, at each prefix of random histories: as they are kept from append to append,
/// as the fold of the events has them, and as a full replay makes them.</summary>
public sealed class PrefixTests
{
    /// <summary>How many histories are tried, the same ones each time; EDGEFLOW_HISTORIES asks for so many
    /// others.</summary>
    private const int Histories = 12;

    /// <summary>How many of them are replayed in full at each prefix, which costs some hundred times as much.</summary>
    private const int Replayed = 1;

    private const int Turns = 45;

    private static readonly int? s_others =
        int.TryParse(Environment.GetEnvironmentVariable("EDGEFLOW_HISTORIES"), out var asked) ? asked : null;

    [Fact]
    public async Task Append_RandomHistories_ReadModelsAreTheFoldAtEachPrefix()
    {
        var first = s_others is null ? 0 : Random.Shared.Next(1_000_000_000);
        for (var seed = first; seed < first + (s_others ?? Histories); seed++)
        {
            try
            {
                await Check(seed, isReplayed: seed < first + Replayed);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"History {seed} of {Turns} turns.", failure);
            }
        }
    }

    private static async Task Check(int seed, bool isReplayed)
    {
        await using var database = await ControlDatabase.Open(
            new DatabaseOptions(await PostgresFixture.FreshDatabase(), ""), TimeProvider.System, NullLogger.Instance,
            default);
        await LedgerSchema.Apply(database.Source, default);
        var events = InventedHistory.Of(seed, Turns).Events;
        var world = WorldState.Empty;
        for (var prefix = 0; prefix <= events.Count; prefix++)
        {
            await StoredModels.AssertTell(database.Source, world);
            foreach (var model in isReplayed ? ControlDatabase.Projections : [])
            {
                var report = await database.Store.Rebuild(model, isCheck: true);
                Assert.Empty(report.Differences);
                Assert.Equal(prefix, report.Events);
            }

            // The state at a time, read by who has seen nothing of the history before, begins at what is stored.
            var asked = new Worlds(database.Store, TimeProvider.System);
            var read = await asked.At(await asked.Last(default), default);
            Assert.Equal(
                WorldText.Of(world with { Sequence = 0, At = null }),
                WorldText.Of(read with { Sequence = 0, At = null }));
            if (prefix < events.Count)
            {
                await StoredModels.Append(database.Store, [events[prefix]]);
                world = world.Apply(events[prefix]);
            }
        }
    }
}
