using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Durable.Conformance;
using EdgeFlow.Tests.Integration.Postgres;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable;

/// <summary>Dapr's processes killed under running workflows: on a bed of its own, one after the other.</summary>
public sealed class DaprReconnectTests(DaprReconnectTests.Bed bed) : IClassFixture<DaprReconnectTests.Bed>
{
    private const int Instances = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [SkippableFact]
    public Task Sidecar_KilledWhileWorkflowsRun_AllOfThemComplete() =>
        AllComplete(() => bed.Sidecar.Restart());

    [SkippableFact]
    public Task Placement_KilledWhileWorkflowsRun_AllOfThemComplete() =>
        AllComplete(() => bed.Dapr.Placement.Restart());

    [SkippableFact]
    public Task Scheduler_KilledWhileWorkflowsRun_AllOfThemComplete() =>
        AllComplete(() => bed.Dapr.Scheduler.Restart());

    // Half of the instances run through the kill, half wait through it for an event, all have a timer in it.
    private async Task AllComplete(Func<Task> killAndRestart)
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        var client = bed.App.Client;
        var running = await Start("steps");
        var waiting = await Start("steps-after-an-event");

        await killAndRestart();
        foreach (var id in waiting)
        {
            await Eventually(() => client.RaiseEvent(id, "go", 1));
        }

        foreach (var id in running.Concat(waiting))
        {
            Assert.Equal(15, (await client.WaitForCompletion(id, Patience)).ReadOutput<int>());
            Assert.Equal(5, (await client.History(id)).Count(item => item.TaskCompleted is not null));
        }
    }

    private async Task<List<string>> Start(string name)
    {
        var ids = new List<string>();
        for (var n = 0; n < Instances; n++)
        {
            var id = $"{name}-{Guid.NewGuid():N}";
            await Eventually(() => bed.App.Client.Schedule(name, 5, id));
            ids.Add(id);
        }

        return ids;
    }

    private static async Task Eventually(Func<Task> call)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (GrpcException taken) when (taken.Status == GrpcStatus.AlreadyExists)
            {
                return;
            }
            catch (GrpcException notYet) when (notYet.IsRetriable && !patience.IsCancellationRequested)
            {
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    /// <summary>A Dapr whose parts may be killed, with one worker.</summary>
    public sealed class Bed : IAsyncLifetime
    {
        public DaprBed Dapr { get; private set; } = null!;

        public Daprd Sidecar { get; private set; } = null!;

        public TargetApp App { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (DaprBed.Missing is null)
            {
                Dapr = await DaprBed.Start(new() { StateConnection = await PostgresFixture.FreshDatabase() });
                Sidecar = await Dapr.Sidecar(new() { AppId = "reconnect" });
                App = new TargetApp(Sidecar.Grpc, "reconnect", () => null);
                await App.StartWorker(Register);
            }
        }

        public async Task DisposeAsync()
        {
            if (Dapr is not null)
            {
                await App.DisposeAsync();
                await Dapr.DisposeAsync();
            }
        }

        private static void Register(WorkflowWorker worker)
        {
            worker.AddActivity<int, int>("increment", async (_, n, cancel) =>
            {
                await Task.Delay(50, cancel);
                return n + 1;
            });
            worker.AddWorkflow<Steps, int, int>("steps", () => new Steps());
            worker.AddWorkflow<StepsAfterAnEvent, int, int>("steps-after-an-event", () => new StepsAfterAnEvent());
        }
    }

    private class Steps : Workflow<int, int>
    {
        public override async Task<int> Run(WorkflowContext context, int steps)
        {
            var timer = context.CreateTimer(TimeSpan.FromSeconds(1));
            var sum = 0;
            for (var step = 0; step < steps; step++)
            {
                sum += await context.CallActivity<int>("increment", step);
            }

            await timer;
            return sum;
        }
    }

    private sealed class StepsAfterAnEvent : Steps
    {
        public override async Task<int> Run(WorkflowContext context, int steps)
        {
            await context.WaitForEvent<int>("go");
            return await base.Run(context, steps);
        }
    }
}
