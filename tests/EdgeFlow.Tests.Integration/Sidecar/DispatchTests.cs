using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Xunit;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>Who gets which work, and what happens when they die with it.</summary>
public class DispatchTests
{
    [Fact]
    public async Task Stream_DroppedMidActivity_IsDispatchedAgainWithItsToken()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var first = world.NewRawWorker();
        await first.Answer(await first.Next(), Actions.Activity(1));
        var lost = await first.Next();
        await first.DisposeAsync();

        var second = world.NewRawWorker();
        var again = await second.Next();

        Assert.Equal(lost.CompletionToken, again.CompletionToken);
        Assert.Equal(lost.ActivityRequest, again.ActivityRequest);
    }

    [Fact]
    public async Task Stream_DroppedMidTurn_ShowsTheNextWorkerTheSameTurn()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var first = world.NewRawWorker();
        var lost = await first.Next();
        await world.Client.RaiseEvent("a", "meanwhile");
        await first.DisposeAsync();

        var second = world.NewRawWorker();
        var again = await second.Next();

        Assert.Equal(lost, again);
    }

    [Fact]
    public async Task Activity_CompletedTwice_CountsOnce()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var worker = world.NewRawWorker();
        await worker.Answer(await worker.Next(), Actions.Activity(1));
        var activity = await worker.Next();

        await worker.Answer(activity, "1");
        await worker.Answer(activity, "2");

        var turn = await worker.Next();
        Assert.Equal(["1"], turn.WorkflowRequest.NewEvents
            .Where(item => item.TaskCompleted is not null).Select(item => item.TaskCompleted.Result));
    }

    [Fact]
    public async Task Activity_CompletedAfterTermination_IsIgnored()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var worker = world.NewRawWorker();
        await worker.Answer(await worker.Next(), Actions.Activity(1));
        var activity = await worker.Next();
        await world.Client.Terminate("a");

        await worker.Answer(activity, "late");

        var history = await world.Client.History("a");
        Assert.DoesNotContain(history, item => item.TaskCompleted is not null);
        Assert.Equal(OrchestrationStatus.Terminated, history[^1].ExecutionCompleted.WorkflowStatus);
    }

    [Fact]
    public async Task Turn_KillsEveryWorker_FailsTheWorkflowAndSparesTheOther()
    {
        await using var world = await SidecarWorld.Start(
            change: options => options with { MaxLostDeliveries = 4, SuspectAfterLosses = 2 });
        await world.Client.Schedule("Poison", instanceId: "poison");
        await world.Client.Schedule("Innocent", instanceId: "innocent");

        await SidecarWorld.Until(async () =>
        {
            // A worker that dies of the poison and answers anything else.
            await using var worker = world.NewRawWorker();
            var item = await worker.Next(TimeSpan.FromSeconds(1));
            if (item?.WorkflowRequest.InstanceId == "innocent")
            {
                await worker.Answer(item, Actions.End(1));
            }

            return (await world.Client.Get("poison"))!.HasEnded && (await world.Client.Get("innocent"))!.HasEnded;
        });

        var poison = await world.Client.Get("poison");
        Assert.Equal(InstanceStatus.Failed, poison!.Status);
        Assert.Equal("WorkItemAbandoned", poison.Failure!.ErrorType);
        Assert.Equal(InstanceStatus.Completed, (await world.Client.Get("innocent"))!.Status);
    }

    [Fact]
    public async Task Turn_WrongAnswer_IsRefusedAndComesAgain()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var worker = world.NewRawWorker();
        var turn = await worker.Next();

        var refusal = await Assert.ThrowsAsync<GrpcException>(
            () => worker.Answer(turn, Actions.Activity(1), Actions.Activity(1)));

        Assert.Equal(GrpcStatus.FailedPrecondition, refusal.Status);
        Assert.Equal(turn, await worker.Next());
    }

    [Fact]
    public async Task Activity_OfAnotherApplication_WaitsForItsWorkers()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var shop = world.NewRawWorker();
        await shop.Answer(await shop.Next(), Actions.Activity(1, "depot"));
        // The instance goes on while nobody can run the activity.
        await world.Client.RaiseEvent("a", "hello");
        var turn = await shop.Next();
        await shop.Answer(turn);

        var depot = world.NewRawWorker("depot");
        var activity = await depot.Next();
        await depot.Answer(activity, "7");

        Assert.Equal("hello", turn.WorkflowRequest.NewEvents[^1].EventRaised.Name);
        Assert.Equal("7", (await shop.Next()).WorkflowRequest.NewEvents[^1].TaskCompleted.Result);
    }

    [Fact]
    public async Task Instances_OfTwoApplications_GoToTheirOwnWorkers()
    {
        await using var world = await SidecarWorld.Start();
        await world.NewClient(world.Sidecar.Address, "one").Schedule("Ship", instanceId: "a");
        await world.NewClient(world.Sidecar.Address, "two").Schedule("Ship", instanceId: "b");

        var two = await world.NewRawWorker("two").Next();
        var one = await world.NewRawWorker("one").Next();

        Assert.Equal(("a", "b"), (one.WorkflowRequest.InstanceId, two.WorkflowRequest.InstanceId));
    }

    [Fact]
    public async Task Turn_VersionMissing_StallsUntilAnotherWorkerComes()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var old = world.NewRawWorker();
        await old.Answer(await old.Next(), new WorkflowAction
        {
            Id = 1,
            WorkflowVersionNotAvailable = new WorkflowVersionNotAvailableAction(),
        });
        Assert.Equal(InstanceStatus.Stalled, (await world.Client.Get("a"))!.Status);
        await old.DisposeAsync();

        var turn = await world.NewRawWorker().Next();

        Assert.Contains(turn.WorkflowRequest.NewEvents, item => item.ExecutionStarted is not null);
    }
}
