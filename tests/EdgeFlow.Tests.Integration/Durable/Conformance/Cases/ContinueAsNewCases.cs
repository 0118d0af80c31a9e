using EdgeFlow.Durable;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>Instances that start again with a new input and an empty history.</summary>
public sealed class ContinueAsNewCases(ConformanceTarget target) : CaseBook(target)
{
    public override void AddTo(WorkflowWorker worker)
    {
        Flow<int, int>(worker, "counter", async (context, count) =>
        {
            count += await context.WaitForEvent<int>("more");
            if (count < 5)
            {
                context.ContinueAsNew(count);
            }

            return count;
        });
        Flow<int, int>(worker, "rounds", async (context, left) =>
        {
            var next = await context.CallActivity<int>("increment", left - 2);
            if (next > 0)
            {
                context.ContinueAsNew(next);
            }

            return next;
        });
        Flow<int, string>(worker, "forgetful", async (context, round) =>
        {
            await context.WaitForEvent<int>("start");
            if (round == 0)
            {
                context.ContinueAsNew(1, keepEvents: false);
                return "";
            }

            try
            {
                return await context.WaitForEvent<string>("kept", TimeSpan.FromMilliseconds(100));
            }
            catch (TimeoutException)
            {
                return "forgotten";
            }
        });
        Flow<int, int>(worker, "drops-a-timer", (context, round) =>
        {
            if (round < 3)
            {
                _ = context.CreateTimer(TimeSpan.FromMilliseconds(1));
                context.ContinueAsNew(round + 1);
            }

            return Task.FromResult(round);
        });
    }

    [Case]
    public async Task ContinueAsNew_WithKeptEvents_CountsThemAll()
    {
        var id = await Begin("counter", 0);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Client.RaiseEvent(id, "more", 1)));

        Assert.Equal(5, (await End(id)).ReadOutput<int>());
    }

    [Case]
    public async Task ContinueAsNew_TenRounds_LeavesOnlyTheLastHistory()
    {
        var state = await Run("rounds", 10);
        var history = await Client.History(state.InstanceId);

        Assert.Equal(0, state.ReadOutput<int>());
        Assert.Single(history, item => item.TaskCompleted is not null);
    }

    [Case]
    public async Task ContinueAsNew_WithoutItsEvents_ForgetsThem()
    {
        var id = await Begin("forgetful", 0);
        await Client.RaiseEvent(id, "kept", "a");
        await Client.RaiseEvent(id, "start", 0);
        await Until(async () => (await Client.Get(id))!.ReadInput<int>() == 1);
        await Client.RaiseEvent(id, "start", 0);

        Assert.Equal("forgotten", (await End(id)).ReadOutput<string>());
    }

    [Case]
    public async Task ContinueAsNew_WithATimerLeft_IsNotWokenByIt() =>
        Assert.Equal(3, (await Run("drops-a-timer", 0)).ReadOutput<int>());
}
