using EdgeFlow.Control;
using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Database;
using EdgeFlow.Control.Jobs;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Plans;
using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Ledger;
using EdgeFlow.Ledger.Plans;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.Tests.Integration.Control;
using EdgeFlow.Tests.Integration.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EdgeFlow.Tests.Integration.Ledger.Plans;

/// <summary>The parts that plan and keep plans, on a real database, with nodes and jobs that run nothing.</summary>
internal sealed class SolveBench(ControlDatabase database, ServiceProvider parts) : IAsyncDisposable
{
    public static async Task<SolveBench> Start(TimeProvider? time = null, int nodes = 4)
    {
        var database = await ControlDatabase.Open(
            new DatabaseOptions(await PostgresFixture.FreshDatabase(), "unused"), TimeProvider.System,
            NullLogger.Instance, default);
        var services = new ServiceCollection().AddLogging().AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(new PlanningOptions { ImproveAfter = null }).AddSingleton(new LeaseOptions())
            .AddSingleton(new LeaderOptions { Holder = "bench" }).AddControl(database).AddLedger();
        var bench = new SolveBench(database, services.BuildServiceProvider());
        for (var k = 0; k < nodes; k++)
        {
            await bench.Join($"n{k}");
        }

        await bench.Part<ApplicationRegistry>().Declare(
            Manifests.Chain("load"), false, EventMetadata.None, null, default);
        return bench;
    }

    public T Part<T>()
        where T : notnull => parts.GetRequiredService<T>();

    public async Task Join(string node)
    {
        var none = new Dictionary<string, string>();
        var capacity = new NodeCapacity(new WorkRate(100), new Bytes(1L << 36), "any", "", none, none);
        var register = new RegisterNode(
            new NodeId(node), "p", capacity, $"http://{node}", false, DateTimeOffset.UnixEpoch);
        await Part<ControlCommands>().Nodes.Execute(register, EventMetadata.None);
    }

    public Task Lose(string node) => Part<ControlCommands>().Nodes.Execute(
        new LoseNode(new NodeId(node), "p", DateTimeOffset.UnixEpoch, "a test", DateTimeOffset.UnixEpoch),
        EventMetadata.None);

    public Task Submit(string job) =>
        Part<JobRegistry>().Submit(
        new JobSubmission("load", Job: job, Frames: 3), null, EventMetadata.None, null, default);

    /// <summary>Plans, and waits until the solve is written, so that the next one stands behind it.</summary>
    public async Task<ReplanOutcome> Replan(string why = "a test")
    {
        var outcome = await Part<Replanner>().Replan(why, default);
        await Part<PlanLedger>().Flush(default);
        return outcome;
    }

    /// <summary>All solves that are kept, oldest first, when all of them are written.</summary>
    public async Task<IReadOnlyList<SolveRow>> Solves()
    {
        await Part<PlanLedger>().Flush(default);
        return await Part<SolveReader>().After(new SolveFilter(), 0, 1_000, default);
    }

    public async Task<IReadOnlyList<SolveVerdict>> Verify(VerifyScope? scope = null)
    {
        await Part<PlanLedger>().Flush(default);
        return await Part<PlanVerification>().Run(scope ?? VerifyScope.All, default).ToListAsync();
    }

    public async Task<long> Sql(string text)
    {
        await using var command = Part<NpgsqlDataSource>().CreateCommand(text);
        return await command.ExecuteScalarAsync() is { } value and not DBNull
            ? Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    public async ValueTask DisposeAsync()
    {
        await parts.DisposeAsync();
        await database.DisposeAsync();
    }
}
