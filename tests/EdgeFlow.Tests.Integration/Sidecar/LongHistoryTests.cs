using EdgeFlow.Durable.Wire;
using Xunit;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>Pasts that do not fit one message.</summary>
public class LongHistoryTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task Turn_OfALongHistory_LeavesThePastToAWorkerThatFetchesIt()
    {
        await using var world = await SidecarWorld.Start();
        var worker = world.NewRawWorker(fetchesHistory: true);
        var turn = await Grow(world, worker, megabytes: 3);
        var first = await Page(worker, skip: 0);
        var second = await Page(worker, skip: first.Events.Count);

        Assert.True(turn.WorkflowRequest.RequiresHistoryStreaming);
        Assert.Empty(turn.WorkflowRequest.PastEvents);
        Assert.True(first.More);
        Assert.NotEmpty(second.Events);
    }

    [Fact]
    public async Task Turn_OfALongHistory_BringsThePastToAWorkerThatCannotFetchIt()
    {
        await using var world = await SidecarWorld.Start();
        var turn = await Grow(world, world.NewRawWorker(), megabytes: 3);

        Assert.False(turn.WorkflowRequest.RequiresHistoryStreaming);
        Assert.True(turn.CalculateSize() > 2 * Megabyte);
    }

    [Fact]
    public async Task Turn_OfAShortHistory_BringsThePastToEveryWorker()
    {
        await using var world = await SidecarWorld.Start();
        var turn = await Grow(world, world.NewRawWorker(fetchesHistory: true), megabytes: 1);

        Assert.False(turn.WorkflowRequest.RequiresHistoryStreaming);
        Assert.NotEmpty(turn.WorkflowRequest.PastEvents);
    }

    // Each activity adds one megabyte; the turn that is returned brings the last one's result as a new event.
    private static async Task<WorkItem> Grow(SidecarWorld world, RawWorker worker, int megabytes)
    {
        await world.Client.Schedule("Ship", instanceId: "a");
        var turn = await worker.Next();
        for (var n = 1; n <= megabytes + 1; n++)
        {
            await worker.Answer(turn, Actions.Activity(n));
            await worker.Answer(await worker.Next(), $"\"{new string('x', Megabyte)}\"");
            turn = await worker.Next();
        }

        return turn;
    }

    private static Task<GetInstanceHistoryResponse> Page(RawWorker worker, int skip) => worker.Call(
        WorkflowMethods.GetInstanceHistory,
        new GetInstanceHistoryRequest { InstanceId = "a", Skip = (uint)skip, MaxBytes = Megabyte },
        GetInstanceHistoryResponse.Parser);
}
