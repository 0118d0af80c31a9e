using EdgeFlow.Durable;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>Suspend, resume, terminate and what clients see meanwhile.</summary>
public sealed class LifecycleCases(ConformanceTarget target) : CaseBook(target)
{
    public override void AddTo(WorkflowWorker worker)
    {
        Flow<int, string>(worker, "parent-of-waiting", (context, _) => context.CallChild<string>(
            "one-event", 0, new ChildOptions { InstanceId = ChildOf(context.InstanceId) }));
        Flow<int, string>(worker, "says-where-it-is", async (context, _) =>
        {
            context.SetCustomStatus("waiting");
            var text = await context.WaitForEvent<string>("go");
            context.SetCustomStatus(new { step = 2, text });
            return text;
        });
        Flow<int, string>(worker, "parent-of-terminated", async (context, _) =>
        {
            var failed = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallChild<string>(
                "one-event", 0, new ChildOptions { InstanceId = ChildOf(context.InstanceId) }));
            return failed.Failure.Message;
        });
    }

    [Case]
    public async Task Suspend_WhileAnEventComes_HoldsItUntilResumed()
    {
        var id = await Begin("one-event");
        await Client.Suspend(id, "a test");
        await Until(id, InstanceStatus.Suspended);
        await Client.RaiseEvent(id, "go", "x");
        await StaysOpen(id);

        await Client.Resume(id, "a test");

        Assert.Equal("x", (await End(id)).ReadOutput<string>());
    }

    [Case]
    public async Task Suspend_WhileATimerFires_HoldsItUntilResumed()
    {
        foreach (var wait in LongerAndLonger)
        {
            var id = await Begin("timer-race", (int)wait.TotalMilliseconds);
            await Client.Suspend(id);
            var state = await Client.Get(id);
            await Until(async () => (state = await Client.Get(id))!.Status != InstanceStatus.Running);
            if (state!.Status == InstanceStatus.Suspended)
            {
                await Assert.ThrowsAsync<TimeoutException>(() => Client.WaitForCompletion(id, wait + Glance));
                await Client.Resume(id);
                Assert.Equal("timer", (await End(id)).ReadOutput<string>());
                return;
            }
        }

        Assert.Fail("the machine is too slow: every timer fired before its instance was suspended");
    }

    [Case]
    public async Task Suspend_TwiceAndResumedTwice_IsAsOnce()
    {
        var id = await Begin("one-event");
        await Client.Suspend(id);
        await Client.Suspend(id);
        await Until(id, InstanceStatus.Suspended);
        await Client.Resume(id);
        await Client.Resume(id);
        await Client.RaiseEvent(id, "go", "x");

        Assert.Equal("x", (await End(id)).ReadOutput<string>());
    }

    [Case]
    public async Task Terminate_Running_EndsItWithTheOutput()
    {
        var id = await Begin("one-event");
        await Client.Terminate(id, "enough");
        var state = await End(id);

        Assert.Equal(InstanceStatus.Terminated, state.Status);
        Assert.Equal("\"enough\"", state.Output);
    }

    [Case]
    public async Task Terminate_Suspended_EndsIt()
    {
        var id = await Begin("one-event");
        await Client.Suspend(id);
        await Until(id, InstanceStatus.Suspended);
        await Client.Terminate(id);

        Assert.Equal(InstanceStatus.Terminated, (await End(id)).Status);
    }

    [Case]
    public async Task Terminate_Recursive_EndsTheChildToo()
    {
        var id = await BeginParent("parent-of-waiting");
        await Client.Terminate(id, recursive: true);

        Assert.Equal(InstanceStatus.Terminated, (await End(id)).Status);
        Assert.Equal(InstanceStatus.Terminated, (await End(ChildOf(id))).Status);
    }

    [Case]
    public async Task Terminate_NotRecursive_LeavesTheChildRunning()
    {
        var id = await BeginParent("parent-of-waiting");
        await Client.Terminate(id, recursive: false);
        await End(id);
        await Client.RaiseEvent(ChildOf(id), "go", "alone");

        Assert.Equal("alone", (await End(ChildOf(id))).ReadOutput<string>());
    }

    [Case]
    public async Task Terminate_OfAChild_FailsInItsParent()
    {
        var id = await BeginParent("parent-of-terminated");
        await Client.Terminate(ChildOf(id));

        Assert.Equal(InstanceStatus.Completed, (await End(id)).Status);
    }

    [Case]
    public async Task Terminate_OfAnEnded_ChangesNothing()
    {
        var state = await Run("no-time-at-all");
        await Client.Terminate(state.InstanceId, "late");

        Assert.Equal(InstanceStatus.Completed, (await Client.Get(state.InstanceId))!.Status);
    }

    [Case]
    public async Task CustomStatus_OfARunning_IsSeenAndReplaced()
    {
        var id = await Begin("says-where-it-is");
        var before = await Client.Get(id);
        await Client.RaiseEvent(id, "go", "x");
        var after = await End(id);

        Assert.Equal("waiting", before!.ReadCustomStatus<string>());
        Assert.Equal("""{"step":2,"text":"x"}""", after.CustomStatus);
    }

    private static string ChildOf(string id) => $"{id}-child";

    private async Task<string> BeginParent(string name)
    {
        var id = await Begin(name);
        await Client.WaitForStart(ChildOf(id), Patience);
        return id;
    }
}
