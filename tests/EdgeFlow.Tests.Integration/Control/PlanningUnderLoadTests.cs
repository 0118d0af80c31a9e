using EdgeFlow.Control;
using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Database;
using EdgeFlow.Control.Jobs;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Tests.Integration.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeFlow.Tests.Integration.Control;

/// <summary>The planner's loop on a real database, without nodes that run anything.</summary>
public sealed class PlanningUnderLoadTests
{
    private const int Arrivals = 300;
    private const int EveryMs = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Run_HundredArrivalsASecond_PlansThemAllInFewerPlans()
    {
        await using var bench = await Bench.Start(new PlanningOptions { ImproveAfter = null });
        using var stop = new CancellationTokenSource();
        var running = bench.Part<Replanner>().Run(stop.Token);
        for (var k = 0; k < Arrivals; k++)
        {
            var pause = Task.Delay(EveryMs);
            await bench.Submit($"job-{k:000}");
            await pause;
        }

        // The plan is read before the jobs, so it may be an older one for a moment.
        var state = await bench.Until(s =>
            s.Jobs.Count == Arrivals && s.Jobs.All(j => j.State.Epoch > 0) && s.Plan!.Jobs.Count == Arrivals);
        Assert.InRange(state.Plan!.Revision, 1, Arrivals - 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Improve_SomethingHappensMeanwhile_KeepsThePlanOfTheEvent()
    {
        await using var bench = await Bench.Start(new PlanningOptions());
        await bench.Submit("job-a");
        await bench.Part<Replanner>().Replan("a test", default);
        await bench.Submit("job-b");
        var searching = bench.Part<PlanImprover>().Improve(-1, default);
        await bench.Part<Replanner>().Replan("job b came", default);
        await searching;

        var state = await bench.Part<NetworkReader>().Read(default);
        Assert.All(state.Jobs, job => Assert.True(job.State.Epoch > 0, job.State.Job.Value));
        Assert.Equal(ReplanOutcome.Unchanged, await bench.Part<Replanner>().Replan("nothing", default));
    }

    [Fact]
    public async Task Improve_TwiceAtOneRevision_SearchesOnce()
    {
        await using var bench = await Bench.Start(new PlanningOptions());
        await bench.Submit("job-a");
        await bench.Part<Replanner>().Replan("a test", default);

        var searched = await bench.Part<PlanImprover>().Improve(-1, default);
        Assert.Equal((await bench.Part<NetworkReader>().Read(default)).Plan!.Revision, searched);
        Assert.Equal(searched, await bench.Part<PlanImprover>().Improve(searched, default));
    }

    private sealed class Bench(ControlDatabase database, ServiceProvider parts) : IAsyncDisposable
    {
        public static async Task<Bench> Start(PlanningOptions options)
        {
            var database = await ControlDatabase.Open(
                new DatabaseOptions(await PostgresFixture.FreshDatabase(), "unused"), TimeProvider.System,
                NullLogger.Instance, default);
            var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
                .AddSingleton(options).AddSingleton(new LeaseOptions())
                .AddSingleton(new LeaderOptions { Holder = "bench" }).AddControl(database);
            var bench = new Bench(database, services.BuildServiceProvider());
            for (var k = 0; k < 10; k++)
            {
                var capacity = new NodeCapacity(
                    new WorkRate(100), new Bytes(1L << 36), "any", "", new Dictionary<string, string>(),
                    new Dictionary<string, string>());
                var register = new RegisterNode(
                    new NodeId($"n{k}"), "p", capacity, $"http://n{k}", false, DateTimeOffset.UnixEpoch);
                await bench.Part<ControlCommands>().Nodes.Execute(register, EventMetadata.None);
            }

            await bench.Part<ApplicationRegistry>()
                .Declare(Manifests.Chain("load"), false, EventMetadata.None, null, default);
            return bench;
        }

        public T Part<T>()
            where T : notnull => parts.GetRequiredService<T>();

        public Task Submit(string job) =>
            Part<JobRegistry>()
            .Submit(new JobSubmission("load", Job: job, Frames: 3), null, EventMetadata.None, null, default);

        public async Task<NetworkState> Until(Func<NetworkState, bool> holds)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            while (true)
            {
                var state = await Part<NetworkReader>().Read(default);
                if (holds(state))
                {
                    return state;
                }

                Assert.True(watch.Elapsed < Patience, $"{state.Jobs.Count(j => j.State.Epoch > 0)} are planned");
                await Task.Delay(20);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await parts.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
