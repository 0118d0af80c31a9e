using EdgeFlow.Durable;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>What arrives is stored with the answer to its turn, or by itself when that takes long.</summary>
public class TurnPatienceTests
{
    private const int Steps = 10;
    private const int TurnRow = 1;
    private const int ReceivedRow = 2;
    private static readonly TimeSpan Endless = TimeSpan.FromHours(1);

    [Fact]
    public async Task Steps_WhoseTurnsAreAnswered_AreOneRowEach()
    {
        await using var world = await SidecarWorld.Start(change: options => options with { TurnPatience = Endless });
        await world.NewWorker(worker => worker
            .AddWorkflow<Chain, int, int>("Chain", () => new Chain())
            .AddActivity<int, int>("Increment", (_, value, _) => Task.FromResult(value + 1)));

        // The first may have started before the worker was connected, and was then stored by itself.
        await RunChain(world);
        var (turns, received) = (await Rows(world, TurnRow), await Rows(world, ReceivedRow));

        await RunChain(world);

        Assert.Equal(turns + Steps + 1, await Rows(world, TurnRow));
        Assert.Equal(received, await Rows(world, ReceivedRow));
    }

    [Fact]
    public async Task Start_WhoseTurnIsNotAnswered_IsStoredByItself()
    {
        await using var world = await SidecarWorld.Start();
        var worker = world.NewRawWorker();
        var connected = worker.Next();

        await world.Client.Schedule("Ship", instanceId: "waits");
        await connected;
        await world.Client.RaiseEvent("waits", "news");
        await world.Kill();
        await world.StartAgain();

        var state = await world.Client.Get("waits");
        Assert.Equal(InstanceStatus.Pending, state!.Status);
        Assert.Equal(2, await Rows(world, ReceivedRow));
    }

    [Fact]
    public async Task Stop_WhileATurnIsAtAWorker_StoresWhatArrived()
    {
        // The peer takes over when the ownership is given back, not because a slow machine let it end.
        await using var world = await SidecarWorld.Start(
            change: options => options with { TurnPatience = Endless, OwnershipLease = SidecarWorld.Limit });
        var peer = await world.StartPeer();
        var worker = world.NewRawWorker();
        var turn = worker.Next();
        // Opens the worker's stream, so that the next start goes to it at once.
        await Connected(world, worker, turn);
        var scheduled = world.Client.Schedule("Ship", instanceId: "late");
        Assert.Equal("late", (await worker.Next()).WorkflowRequest.InstanceId);

        await world.Sidecar.DisposeAsync();

        await SidecarWorld.Until(() => Task.FromResult(peer.IsOwner));
        Assert.NotNull(await world.NewClient(peer.Address).Get("late"));
        // The answer is given a moment to leave, which a slow machine may miss.
        await scheduled.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task History_WhileATurnIsAtAWorker_StoresWhatArrived()
    {
        await using var world = await SidecarWorld.Start(change: options => options with { TurnPatience = Endless });
        var worker = world.NewRawWorker();
        var turn = worker.Next();
        await Connected(world, worker, turn);
        var scheduled = world.Client.Schedule("Ship", instanceId: "asked");
        await worker.Next();

        // As a worker does that lost the run of the turn it is asked to take.
        Assert.Empty(await world.Client.History("asked"));
        Assert.Equal("asked", await scheduled);
    }

    [Fact]
    public async Task Activities_ThatWaitForEachOtherInOneProcess_HoldUpNobody()
    {
        await using var world = await SidecarWorld.Start();
        using var fourth = new ManualResetEventSlim();
        await world.NewLocalWorker(2, worker => worker
            .AddWorkflow<FanOut, int, int>("FanOut", () => new FanOut())
            .AddActivity<int, int>("Meet", (_, number, _) =>
            {
                // The third goes on where the first ended, and the fourth where the second did: after one commit.
                if (number == 4)
                {
                    fourth.Set();
                }

                return Task.FromResult(number != 3 || fourth.Wait(SidecarWorld.Limit) ? number : 0);
            }));

        var id = await world.Client.Schedule("FanOut", 4);
        var state = await world.Client.WaitForCompletion(id, SidecarWorld.Limit);

        Assert.Equal(1 + 2 + 3 + 4, state.ReadOutput<int>());
    }

    private static async Task Connected(
        SidecarWorld world, RawWorker worker, Task<EdgeFlow.Durable.Wire.WorkItem> turn)
    {
        var first = world.Client.Schedule("Ship", instanceId: "first");
        await worker.Answer(await turn, Actions.Timer(1, Endless));
        await first;
    }

    private static async Task RunChain(SidecarWorld world)
    {
        var id = await world.Client.Schedule("Chain", 0);
        var state = await world.Client.WaitForCompletion(id, SidecarWorld.Limit);
        Assert.Equal(Steps, state.ReadOutput<int>());
    }

    private static async Task<long> Rows(SidecarWorld world, int kind)
    {
        await using var source = NpgsqlDataSource.Create(world.Options.ConnectionString);
        await using var count = source.CreateCommand("SELECT count(*) FROM workflow.journal WHERE kind = $1");
        count.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)kind });
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private sealed class Chain : Workflow<int, int>
    {
        public override async Task<int> Run(WorkflowContext context, int input)
        {
            var value = input;
            for (var i = 0; i < Steps; i++)
            {
                value = await context.CallActivity<int>("Increment", value);
            }

            return value;
        }
    }

    private sealed class FanOut : Workflow<int, int>
    {
        public override async Task<int> Run(WorkflowContext context, int input)
        {
            var meetings = Enumerable.Range(1, input).Select(number => context.CallActivity<int>("Meet", number));
            return (await Task.WhenAll(meetings.ToList())).Sum();
        }
    }
}
