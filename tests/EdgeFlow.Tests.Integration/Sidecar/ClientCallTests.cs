using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>What clients are told, right and wrong calls alike.</summary>
public class ClientCallTests
{
    [Fact]
    public async Task Schedule_IdInUse_IsRefusedUntilItsInstanceEnded()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", "first", "a");
        var refusal = await Assert.ThrowsAsync<GrpcException>(() => world.Client.Schedule("Ship", "second", "a"));
        var worker = world.NewRawWorker();
        await worker.Answer(await worker.Next(), Actions.End(1));

        await world.Client.Schedule("Ship", "third", "a");

        Assert.Equal(GrpcStatus.AlreadyExists, refusal.Status);
        Assert.Equal("\"third\"", (await world.Client.Get("a"))!.Input);
        Assert.Empty((await worker.Next()).WorkflowRequest.PastEvents);
    }

    [Fact]
    public async Task Schedule_ForLater_StaysPendingUntilThen()
    {
        await using var world = await SidecarWorld.Start();
        var startAt = TimeProvider.System.GetUtcNow().AddMilliseconds(400);
        await world.Client.Schedule("Ship", instanceId: "a", startAt: startAt);
        Assert.Equal(InstanceStatus.Pending, (await world.Client.Get("a"))!.Status);

        await world.NewRawWorker().Next();

        Assert.True(TimeProvider.System.GetUtcNow() >= startAt);
    }

    [Fact]
    public async Task Terminate_Recursive_EndsTheGrandchildren()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var worker = world.NewRawWorker();
        await worker.Answer(await worker.Next(), Actions.Child(1, "b"));
        await worker.Answer(await worker.Next(), Actions.Child(1, "c"));

        await world.Client.Terminate("a", "enough");

        var grandchild = await world.Client.WaitForCompletion("c", SidecarWorld.Limit);
        Assert.Equal(InstanceStatus.Terminated, grandchild.Status);
        Assert.Equal("b", grandchild.ParentInstanceId);
        var purged = await world.Client.Purge("a");
        Assert.Equal(3, purged.DeletedCount);
        Assert.Null(await world.Client.Get("c"));
    }

    [Fact]
    public async Task Child_IdInUse_FailsInTheParent()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var worker = world.NewRawWorker();

        await worker.Answer(await worker.Next(), Actions.Child(1, "a"));

        var failed = (await worker.Next()).WorkflowRequest.NewEvents[^1].ChildWorkflowInstanceFailed;
        Assert.Equal("WorkflowAlreadyExists", failed.FailureDetails.ErrorType);
    }

    [Fact]
    public async Task Purge_Running_IsRefusedUnlessForced()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");

        var refusal = await Assert.ThrowsAsync<GrpcException>(() => world.Client.Purge("a"));
        var forced = await world.Client.Purge("a", force: true);

        Assert.Equal(GrpcStatus.FailedPrecondition, refusal.Status);
        Assert.Equal(1, forced.DeletedCount);
        Assert.Null(await world.Client.Get("a"));
        await world.Kill();
        await world.StartAgain();
        Assert.Null(await world.Client.Get("a"));
    }

    [Fact]
    public async Task Purge_ByFilter_TakesOnlyTheEndedOfThatStatus()
    {
        await using var world = await SidecarWorld.Start();
        foreach (var id in new[] { "a", "b", "c" })
        {
            await world.Client.Schedule("Ship", instanceId: id);
        }

        await world.Client.Terminate("a");
        var request = new PurgeInstancesRequest
        {
            PurgeInstanceFilter = new PurgeInstanceFilter { RuntimeStatus = { OrchestrationStatus.Terminated } },
        };
        var answer = await world.NewRawWorker().Call(
            WorkflowMethods.PurgeInstances, request, PurgeInstancesResponse.Parser);

        Assert.Equal((1, true), (answer.DeletedInstanceCount, answer.IsComplete));
        Assert.Equal(["b", "c"], (await world.Client.List()).InstanceIds);
    }

    [Fact]
    public async Task List_Pages_AreInOrderAndComplete()
    {
        await using var world = await SidecarWorld.Start();
        var ids = Enumerable.Range(0, 25).Select(i => $"i{i:00}").ToList();
        await Task.WhenAll(ids.Select(id => world.Client.Schedule("Ship", instanceId: id)));

        var listed = new List<string>();
        string? token = null;
        do
        {
            var page = await world.Client.List(10, token);
            listed.AddRange(page.InstanceIds);
            token = page.NextToken;
        }
        while (token is not null);

        Assert.Equal(ids, listed);
    }

    [Fact]
    public async Task Rerun_FromSecondActivity_RunsOnlyWhatFollows()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var worker = world.NewRawWorker();
        await worker.Answer(await worker.Next(), Actions.Activity(1));
        await worker.Answer(await worker.Next(), "11");
        await worker.Answer(await worker.Next(), Actions.Activity(2));
        await worker.Answer(await worker.Next(), "22");
        await worker.Answer(await worker.Next(), Actions.End(3));

        await world.Client.Rerun("a", 2, "again", newInput: 5, overwriteInput: true);

        var activity = await worker.Next();
        Assert.Equal((2, "5"), (activity.ActivityRequest.TaskId, activity.ActivityRequest.Input));
        await worker.Answer(activity, "23");
        var turn = await worker.Next();
        Assert.Equal(["11"], turn.WorkflowRequest.PastEvents
            .Where(item => item.TaskCompleted is not null).Select(item => item.TaskCompleted.Result));
    }

    [Fact]
    public async Task SendEvent_FromAWorkflow_ReachesTheOther()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var worker = world.NewRawWorker();
        await worker.Answer(await worker.Next(), Actions.Activity(1));
        var activity = await worker.Next();
        await world.Client.Schedule("Ship", instanceId: "b");

        await worker.Answer(await worker.Next(), new WorkflowAction
        {
            Id = 1,
            SendEvent = new SendEventAction { Name = "hi", Instance = new WorkflowInstance { InstanceId = "a" } },
        });

        var turn = await worker.Next();
        Assert.Equal("a", turn.WorkflowRequest.InstanceId);
        Assert.Equal("hi", turn.WorkflowRequest.NewEvents[^1].EventRaised.Name);
        Assert.Equal(1, activity.ActivityRequest.TaskId);
    }

    [Fact]
    public async Task Wait_PastTheDeadline_IsDeadlineExceeded()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var raw = world.NewRawWorker();

        var late = await Assert.ThrowsAsync<GrpcException>(() => raw.Call(
            WorkflowMethods.WaitForInstanceCompletion,
            new GetInstanceRequest { InstanceId = "a" },
            GetInstanceResponse.Parser,
            TimeSpan.FromMilliseconds(100)));

        Assert.Equal(GrpcStatus.DeadlineExceeded, late.Status);
    }

    [Theory]
    [InlineData("/TaskHubSidecarService/RewindInstance")]
    [InlineData("/dapr.proto.runtime.v1.Dapr/GetMetadata")]
    public async Task Call_UnknownMethod_IsUnimplemented(string method)
    {
        await using var world = await SidecarWorld.Start();

        var refusal = await Assert.ThrowsAsync<GrpcException>(
            () => world.NewRawWorker().Call(method, new Empty(), Empty.Parser));

        Assert.Equal(GrpcStatus.Unimplemented, refusal.Status);
    }

    [Fact]
    public async Task Call_WrongToken_IsUnauthenticated()
    {
        await using var world = await SidecarWorld.Start(change: options => options with { ApiToken = "secret" });

        var refusal = await Assert.ThrowsAsync<GrpcException>(() => world.Client.Get("a"));

        Assert.Equal(GrpcStatus.Unauthenticated, refusal.Status);
    }

    [Fact]
    public async Task Call_TooLargeMessage_IsResourceExhausted()
    {
        await using var world = await SidecarWorld.Start(change: options => options with { MaxMessageBytes = 1000 });

        var refusal = await Assert.ThrowsAsync<GrpcException>(
            () => world.Client.Schedule("Ship", new string('x', 2000)));

        Assert.Equal(GrpcStatus.ResourceExhausted, refusal.Status);
    }
}
