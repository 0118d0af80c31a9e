using EdgeFlow.Durable.Wire;
using Xunit;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>When the past is left out of a turn: only to a worker that has it by its own last answer.</summary>
public class KeptRunDispatchTests
{
    [Fact]
    public async Task Turn_AfterTheAnswerOfAWorkerThatKeepsRuns_ComesWithoutThePast()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var worker = world.NewRawWorker(keepsRuns: true);
        var first = await worker.Next();
        await worker.Answer(first, Actions.Activity(1));
        await worker.Answer(await worker.Next(), "1");

        var second = (await worker.Next()).WorkflowRequest;

        Assert.Equal("", first.WorkflowRequest.Continues);
        Assert.Equal(first.CompletionToken, second.Continues);
        Assert.True(second.RequiresHistoryStreaming);
        Assert.Empty(second.PastEvents);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Turn_ThatAnotherWorkerGets_ComesWithThePast(bool nextKeepsRuns)
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var worker = world.NewRawWorker(keepsRuns: true);
        await worker.Answer(await worker.Next(), Actions.Activity(1));
        await worker.Answer(await worker.Next(), "1");
        var lost = (await worker.Next()).WorkflowRequest;
        await worker.DisposeAsync();

        var next = world.NewRawWorker(keepsRuns: nextKeepsRuns);
        var again = (await next.Next()).WorkflowRequest;

        Assert.Equal("", again.Continues);
        Assert.False(again.RequiresHistoryStreaming);
        Assert.Equal(lost.NewEvents, again.NewEvents);
        Assert.Equal(
            [HistoryEvent.EventTypeOneofCase.WorkflowStarted, HistoryEvent.EventTypeOneofCase.ExecutionStarted,
                HistoryEvent.EventTypeOneofCase.TaskScheduled],
            again.PastEvents.Select(item => item.EventTypeCase));
    }
}
