using System.Collections.Concurrent;
using System.Diagnostics;
using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Tests.Integration.Postgres;
using Xunit;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>What survives the death of the sidecar, of its database, and of its owner among two.</summary>
public class RecoveryTests
{
    private const int Steps = 10;

    [Fact]
    public async Task Kill_MidWorkflows_EveryStepIsRecordedOnce()
    {
        await using var world = await SidecarWorld.Start();
        var steps = new StepCounter();
        await world.NewWorker(steps.Register);
        var ids = await Schedule(world.Client, 20);
        await steps.Reached(30);

        await world.Kill();
        await world.StartAgain();

        await AssertEachStepOnce(world.Client, ids);
    }

    [Fact]
    public async Task Kill_PostgresMidWorkflows_EveryStepIsRecordedOnce()
    {
        await using var owned = await PostgresFixture.StartOwn();
        await using var world = await SidecarWorld.Start(owned.Server.ConnectionString);
        var steps = new StepCounter();
        await world.NewWorker(steps.Register);
        var ids = await Schedule(world.Client, 20);
        await steps.Reached(30);

        Process.GetProcessById(owned.Server.ProcessId!.Value).Kill();

        await AssertEachStepOnce(world.Client, ids);
        Assert.True(owned.Server.Restarts > 0);
    }

    [Fact]
    public async Task Kill_OwnerOfTwo_ThePeerTakesOver()
    {
        await using var world = await SidecarWorld.Start();
        var peer = await world.StartPeer();
        var steps = new StepCounter();
        // Both the client and the worker talk to the one that does not own the instances.
        await world.NewWorker(steps.Register, peer.Address);
        var client = world.NewClient(peer.Address);
        var ids = await Schedule(client, 20);
        Assert.False(peer.IsOwner);
        await steps.Reached(30);

        await world.Kill();

        await AssertEachStepOnce(client, ids);
        Assert.True(peer.IsOwner);
    }

    [Fact]
    public async Task Kill_BetweenTurns_TimersEventsAndSuspensionSurvive()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "timer");
        await world.Client.Schedule("Ship", instanceId: "held");
        var worker = world.NewRawWorker();
        await worker.Answer(await worker.Next(), Actions.Timer(1, TimeSpan.FromMilliseconds(300)));
        await worker.Answer(await worker.Next(), Actions.Activity(1));
        await world.Client.Suspend("held");
        await world.Client.RaiseEvent("held", "kept");
        await world.Kill();

        await world.StartAgain();

        var state = await world.Client.Get("held");
        Assert.Equal(InstanceStatus.Suspended, state!.Status);
        var after = world.NewRawWorker();
        var items = new[] { await after.Next(), await after.Next() };
        Assert.Single(items, item => item.ActivityRequest?.WorkflowInstance.InstanceId == "held");
        Assert.Single(items, item => item.WorkflowRequest?.NewEvents[^1].TimerFired?.TimerId == 1);
        await world.Client.Resume("held");
        var resumed = await after.Next();
        Assert.Contains(resumed.WorkflowRequest.NewEvents, item => item.EventRaised?.Name == "kept");
    }

    [Fact]
    public async Task Stop_Gracefully_HandsTheInstancesOverAtOnce()
    {
        await using var world = await SidecarWorld.Start(
            change: options => options with { OwnershipLease = TimeSpan.FromMinutes(10) });
        var peer = await world.StartPeer();

        await world.Sidecar.DisposeAsync();

        await SidecarWorld.Until(() => Task.FromResult(peer.IsOwner));
    }

    private static async Task<IReadOnlyList<string>> Schedule(WorkflowClient client, int count)
    {
        var ids = Enumerable.Range(0, count).Select(i => $"w{i}").ToList();
        await Task.WhenAll(ids.Select(id => client.Schedule("Count", Steps, id)));
        return ids;
    }

    private static async Task AssertEachStepOnce(WorkflowClient client, IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            var state = await client.WaitForCompletion(id, SidecarWorld.Limit);
            Assert.Equal(Steps, state.ReadOutput<int>());
            var completed = (await HistoryOnceDatabaseIsBack(client, id))
                .Where(item => item.TaskCompleted is not null)
                .Select(item => item.TaskCompleted.TaskScheduledId)
                .ToList();
            Assert.Equal(Steps, completed.Count);
            Assert.Equal(Steps, completed.Distinct().Count());
        }
    }

    /// <summary>
    /// A read while PostgreSQL restarts is refused as unavailable, which tells the caller to ask again.
    /// </summary>
    private static async Task<IReadOnlyList<HistoryEvent>> HistoryOnceDatabaseIsBack(WorkflowClient client, string id)
    {
        IReadOnlyList<HistoryEvent>? history = null;
        await SidecarWorld.Until(async () =>
        {
            try
            {
                history = await client.History(id);
                return true;
            }
            catch (GrpcException away) when (away.Status == GrpcStatus.Unavailable)
            {
                return false;
            }
        });
        return history!;
    }

    private sealed class CountWorkflow : Workflow<int, int>
    {
        public override async Task<int> Run(WorkflowContext context, int input)
        {
            var value = 0;
            for (var i = 0; i < input; i++)
            {
                value = await context.CallActivity<int>("Increment", value);
            }

            return value;
        }
    }

    private sealed class StepCounter
    {
        private readonly ConcurrentQueue<int> _steps = new();

        public void Register(WorkflowWorker worker) => worker
            .AddWorkflow<CountWorkflow, int, int>("Count", () => new CountWorkflow())
            .AddActivity<int, int>("Increment", (_, value, _) =>
            {
                _steps.Enqueue(value);
                return Task.FromResult(value + 1);
            });

        public Task Reached(int count) => SidecarWorld.Until(() => Task.FromResult(_steps.Count >= count));
    }
}
