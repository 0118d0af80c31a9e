using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>Ids, inputs and tags of instances.</summary>
public sealed class InstanceCases(ConformanceTarget target) : CaseBook(target)
{
    public override void AddTo(WorkflowWorker worker) =>
        Flow<string, string>(worker, "echo", (_, text) => Task.FromResult(text));

    [Case]
    public async Task Get_UnknownInstance_IsNull() => Assert.Null(await Client.Get(Fresh("nobody")));

    [Case]
    public async Task Schedule_IdOfARunning_IsRefused()
    {
        var id = await Begin("one-event");

        var refused = await Assert.ThrowsAsync<GrpcException>(() => Client.Schedule("one-event", 0, id));

        Assert.Equal(GrpcStatus.AlreadyExists, refused.Status);
        await Client.Terminate(id);
    }

    [Case]
    public async Task Schedule_IdOfAnEnded_RunsAnew()
    {
        var id = Fresh("again");
        var first = await Run("echo", "one", id);
        var second = await Run("echo", "two", id);

        Assert.Equal("one", first.ReadOutput<string>());
        Assert.Equal("two", second.ReadOutput<string>());
        Assert.Single(await Client.History(id), item => item.ExecutionStarted is not null);
    }

    [Case]
    public async Task Schedule_UnknownWorkflow_FailsClearly() =>
        Assert.Equal("WorkflowNotRegistered", (await Run("no-such-flow")).Failure!.ErrorType);

    [Case]
    public async Task Get_Ended_ShowsNameInputOutputAndTimes()
    {
        var state = await Run("echo", "text");

        Assert.Equal("echo", state.Name);
        Assert.Equal("text", state.ReadInput<string>());
        Assert.Equal("text", state.ReadOutput<string>());
        Assert.True(state.CreatedAt <= state.UpdatedAt);
        Assert.Null((await Client.Get(state.InstanceId, withPayloads: false))!.Input);
    }

    [Case(NotOnDapr = "daprd 1.18 does not store the tags of a start request")]
    public async Task Tags_OfAStart_AreKept()
    {
        var id = await Client.Schedule("echo", "x", tags: new Dictionary<string, string> { ["team"] = "blue" });

        Assert.Equal("blue", (await End(id)).Tags["team"]);
    }

    [Case]
    public async Task Wait_ForAnUnknownInstance_TimesOut() =>
        await Assert.ThrowsAnyAsync<Exception>(() => Client.WaitForCompletion(Fresh("nobody"), Glance));
}
