using EdgeFlow.Durable;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>Sub-workflows.</summary>
public sealed class ChildCases(ConformanceTarget target) : CaseBook(target)
{
    public override void AddTo(WorkflowWorker worker)
    {
        Flow<int, string>(worker, "parent", async (context, _) =>
        {
            var sum = await context.CallChild<int>("chain", 3);
            var failed = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallChild<int>("bursts"));
            return $"{sum} {failed.Failure.Message}";
        });
        Flow<string, int>(worker, "parent-of-named", (context, id) =>
            context.CallChild<int>("chain", 2, new ChildOptions { InstanceId = id }));
        Flow<int, int[]>(worker, "many-children", (context, count) =>
            Task.WhenAll(Enumerable.Range(1, count).Select(n => context.CallChild<int>("chain", n))));
        Flow<int, int>(worker, "descends", async (context, depth) =>
            depth == 0 ? 1 : 1 + await context.CallChild<int>("descends", depth - 1));
        Flow<int, int>(worker, "leaves-a-child", (context, input) =>
        {
            var options = new ChildOptions { InstanceId = $"{context.InstanceId}-left" };
            context.CallChild<string>("one-event", 0, options);
            return Task.FromResult(1);
        });
        Flow<int, string>(worker, "calls-unknown-child", async (context, _) =>
        {
            var failed = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallChild<int>("no-such-flow"));
            return failed.ErrorType;
        });
    }

    [Case]
    public async Task Children_OneCompletesAndOneFails_AreSeenByTheParent()
    {
        var state = await Run("parent");

        Assert.StartsWith("6 ", state.ReadOutput<string>(), StringComparison.Ordinal);
        Assert.Contains("the boiler burst", state.ReadOutput<string>(), StringComparison.Ordinal);
    }

    [Case]
    public async Task Child_WithAGivenId_IsFoundUnderIt()
    {
        var id = Fresh("child");
        var state = await Run("parent-of-named", id);

        Assert.Equal(3, state.ReadOutput<int>());
        Assert.Equal(3, (await Client.Get(id))!.ReadOutput<int>());
    }

    [Case(NotOnDapr = "daprd 1.18 does not say whose child an instance is")]
    public async Task Child_AskedFor_NamesItsParent()
    {
        var id = Fresh("child");
        var state = await Run("parent-of-named", id);

        Assert.Equal(state.InstanceId, (await Client.Get(id))!.ParentInstanceId);
    }

    [Case]
    public async Task Children_EightAtOnce_AllComplete() =>
        Assert.Equal("1 3 6 10 15 21 28 36", string.Join(' ', (await Run("many-children", 8)).ReadOutput<int[]>()));

    [Case]
    public async Task Children_FiveDeep_ComeBackUp() =>
        Assert.Equal(6, (await Run("descends", 5)).ReadOutput<int>());

    [Case]
    public async Task Child_NotAwaited_GoesOnAfterItsParent()
    {
        var state = await Run("leaves-a-child");
        var child = $"{state.InstanceId}-left";
        await Client.WaitForStart(child, Patience);
        await Client.RaiseEvent(child, "go", "x");

        Assert.Equal("x", (await End(child)).ReadOutput<string>());
    }

    [Case]
    public async Task UnknownName_OfAChild_FailsInItsParent() =>
        Assert.Equal("WorkflowNotRegistered", (await Run("calls-unknown-child")).ReadOutput<string>());
}
