using System.Text.Json;
using EdgeFlow.Control.Database;
using EdgeFlow.Control.Results;
using EdgeFlow.Protocol.Results;
using EdgeFlow.Tests.Integration.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeFlow.Tests.Integration.Control;

public sealed class ResultStoreTests : IAsyncLifetime
{
    private ControlDatabase database = null!;
    private ResultStore store = null!;

    public async Task InitializeAsync()
    {
        database = await ControlDatabase.Open(
            new DatabaseOptions(await PostgresFixture.FreshDatabase(), "unused"), TimeProvider.System,
            NullLogger.Instance, default);
        store = new ResultStore(database.Source);
        await Run("""
            insert into jobs
              (job, version, application, application_version, mode, priority, status, epoch, submitted_at)
            values ('j', 1, 'a', 1, 'stream', 0, 'Running', 5, now())
            """);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Store_SameFramesAgain_AreCountedAndNotStored()
    {
        Assert.Equal(new ResultReceipt(3, 0), (await Store(Batch("s", 5, 0, 1, 2))).Receipt);
        Assert.Equal(new ResultReceipt(1, 2), (await Store(Batch("s", 5, 1, 2, 3))).Receipt);

        var stats = await new ResultQueries(database.Source).Stats("j", ["s"], default);

        Assert.Equal((4L, 2L), (stats.FramesOut, stats.Duplicates));
    }

    [Fact]
    public async Task Store_OlderEpoch_IsRefusedAndStoresNothing()
    {
        Assert.Equal(StoreVerdict.StaleEpoch, (await Store(Batch("s", 4, 0))).Verdict);
        await Run("update jobs set epoch = 6");
        Assert.Equal(StoreVerdict.StaleEpoch, (await Store(Batch("s", 5, 0))).Verdict);
        Assert.Equal(StoreVerdict.Stored, (await Store(Batch("s", 6, 0))).Verdict);

        Assert.Equal(1, (await new ResultQueries(database.Source).Stats("j", ["s"], default)).FramesOut);
    }

    [Fact]
    public async Task Store_EndedOrUnknownJob_IsRefused()
    {
        Assert.Equal(StoreVerdict.Unknown, (await store.Store("none", Batch("s", 5, 0), ["s"], default)).Verdict);
        await Run("update jobs set ended_at = now()");

        Assert.Equal(StoreVerdict.Ended, (await Store(Batch("s", 5, 0))).Verdict);
    }

    [Fact]
    public async Task Store_TwoSinksFinishAtTheSameMoment_OneOfThemCompletes()
    {
        for (var round = 0; round < 20; round++)
        {
            await Run("delete from results; delete from result_sinks; delete from result_jobs");
            await Store(Batch("source", 5) with { TotalFrames = 2 }, "a", "b");

            var answers = await Task.WhenAll(
                Store(Batch("a", 5, 0, 1), "a", "b"), Store(Batch("b", 5, 0, 1), "a", "b"));

            Assert.Contains(answers, answer => answer.Complete);
            Assert.True((await new ResultQueries(database.Source).Stats("j", ["a", "b"], default)).Complete);
        }
    }

    [Fact]
    public async Task Store_TotalComesLast_CompletesThen()
    {
        Assert.False((await Store(Batch("s", 5, 0, 1))).Complete);

        Assert.True((await Store(Batch("source", 5) with { TotalFrames = 2 })).Complete);
    }

    [Fact]
    public async Task Store_NoFramesAtAll_IsComplete() =>
        Assert.True((await Store(Batch("source", 5) with { TotalFrames = 0 })).Complete);

    [Fact]
    public async Task Progress_HolesAndTwoSinks_NamesWhatEachSinkHas()
    {
        await Store(Batch("a", 5, 0, 1, 2, 4, 7), "a", "b");
        await Store(Batch("b", 5, 0, 1, 3, 4), "a", "b");
        var query = new ProgressQuery(database.Source);

        Assert.Equivalent(new ResultProgress(2, [4]), await query.Progress("j", ["a", "b"], default));
        await Store(Batch("b", 5, 2), "a", "b");
        await Store(Batch("a", 5, 3), "a", "b");

        Assert.Equivalent(new ResultProgress(5, []), await query.Progress("j", ["a", "b"], default));
        Assert.Equivalent(new ResultProgress(5, []), await query.Progress("j", ["a", "b"], default));
    }

    private Task<StoreAnswer> Store(ResultBatch batch, params string[] sinks) =>
        store.Store("j", batch, sinks.Length == 0 ? ["s"] : sinks, default);

    private static ResultBatch Batch(string task, int epoch, params long[] frames) => new(
        "node", "process", task, epoch,
        [.. frames.Select(frame => new ResultItem(frame, JsonSerializer.SerializeToElement(frame), null, 1.5))], null);

    private async Task Run(string text)
    {
        await using var command = database.Source.CreateCommand(text);
        await command.ExecuteNonQueryAsync();
    }
}
