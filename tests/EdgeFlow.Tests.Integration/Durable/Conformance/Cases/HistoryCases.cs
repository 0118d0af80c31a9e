using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>The recorded history and reruns from a point of it.</summary>
public sealed class HistoryCases(ConformanceTarget target) : CaseBook(target)
{
    private static readonly Attempts Attempts = new();

    public override void AddTo(WorkflowWorker worker)
    {
        worker.AddActivity<string, int>("counted", (_, key, _) => Task.FromResult(Attempts.Note(key)));
        Flow<string, string>(worker, "two-counted", async (context, key) =>
        {
            var first = await context.CallActivity<int>("counted", key + "/1");
            var second = await context.CallActivity<int>("counted", key + "/2");
            return $"{first} {second}";
        });
    }

    [Case]
    public async Task History_OfACompleted_ShowsEachStepOnce()
    {
        var state = await Run("chain", 10);
        var history = await Client.History(state.InstanceId);

        Assert.Equal(Enumerable.Range(1, 10), history.Where(e => e.TaskScheduled is not null).Select(e => e.EventId));
        Assert.Equal(10, history.Count(e => e.TaskCompleted is not null));
        Assert.Single(history, e => e.ExecutionStarted is not null);
        Assert.Single(history, e => e.ExecutionCompleted is not null);
    }

    [Case]
    public async Task History_OfARunning_ShowsWhatHappenedSoFar()
    {
        var id = await Begin("three-events");
        await Client.RaiseEvent(id, "go", "a");
        await Until(async () => (await Client.History(id)).Any(e => e.TaskCompleted is not null));

        Assert.DoesNotContain(await Client.History(id), e => e.ExecutionCompleted is not null);
        await Client.Terminate(id);
    }

    [Case]
    public async Task History_OfAnUnknownInstance_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<GrpcException>(() => Client.History(Fresh("nobody")));

        Assert.Equal(GrpcStatus.NotFound, refused.Status);
    }

    [Case]
    public async Task Rerun_FromTheSecondActivity_RunsOnlyWhatFollows()
    {
        var source = await Run("two-counted", Fresh("key"));
        var again = await End(await Client.Rerun(source.InstanceId, eventId: 2));

        Assert.Equal("1 1", source.ReadOutput<string>());
        Assert.Equal("1 2", again.ReadOutput<string>());
    }

    [Case]
    public async Task Rerun_WithANewInput_GivesItToTheStep()
    {
        var source = await Run("two-counted", Fresh("key"));
        var id = Fresh("rerun");
        await Client.Rerun(source.InstanceId, 2, id, newInput: Fresh("other"), overwriteInput: true);

        Assert.Equal("1 1", (await End(id)).ReadOutput<string>());
    }

    [Case]
    public async Task Rerun_FromAnEventThatIsNone_IsRefused()
    {
        var source = await Run("chain", 1);

        await Assert.ThrowsAsync<GrpcException>(() => Client.Rerun(source.InstanceId, eventId: 77));
    }

    [Case]
    public async Task Rerun_OfARunning_IsRefused()
    {
        var id = await Begin("three-events");

        await Assert.ThrowsAsync<GrpcException>(() => Client.Rerun(id, eventId: 1));
        await Client.Terminate(id);
    }
}
