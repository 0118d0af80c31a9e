using EdgeFlow.Durable;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>Durable timers and starts for later.</summary>
public sealed class TimerCases(ConformanceTarget target) : CaseBook(target)
{
    public override void AddTo(WorkflowWorker worker)
    {
        Flow<int, string>(worker, "timer-race", async (context, milliseconds) =>
        {
            using var lost = new CancellationTokenSource();
            var arrival = context.WaitForEvent<string>("never", lost.Token);
            var timer = context.CreateTimer(TimeSpan.FromMilliseconds(milliseconds));
            var first = await Task.WhenAny(arrival, timer);
            lost.Cancel();
            return first == timer ? "timer" : "event";
        });
        Flow<int, int>(worker, "no-time-at-all", async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.Zero);
            return 1;
        });
        Flow<int, int>(worker, "leaves-a-timer", async (context, _) =>
        {
            using var lost = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromHours(10), lost.Token);
            await context.CallActivity<int>("increment", 1);
            lost.Cancel();
            return timer.IsCanceled ? 1 : 0;
        });
        Flow<int, bool[]>(worker, "three-timers", (context, _) =>
        {
            var begun = context.CurrentTime;
            async Task<bool> InTime(int milliseconds)
            {
                var wait = TimeSpan.FromMilliseconds(milliseconds);
                await context.CreateTimer(wait);
                return context.CurrentTime >= begun + wait;
            }

            return Task.WhenAll(InTime(600), InTime(100), InTime(300));
        });
        Flow<int, bool>(worker, "clock-goes-on", async (context, _) =>
        {
            var before = context.CurrentTime;
            await context.CreateTimer(TimeSpan.FromMilliseconds(200));
            return context.CurrentTime - before >= TimeSpan.FromMilliseconds(200);
        });
    }

    [Case]
    public async Task Timer_AgainstAnEndlessWait_FiresInTime()
    {
        var state = await Run("timer-race", 300);

        Assert.Equal("timer", state.ReadOutput<string>());
        var took = (state.CompletedAt ?? state.UpdatedAt) - state.CreatedAt;
        Assert.True(took >= TimeSpan.FromMilliseconds(290), $"it took {took}");
    }

    [Case]
    public async Task Timer_OfNoTime_Fires() => Assert.Equal(1, (await Run("no-time-at-all")).ReadOutput<int>());

    [Case]
    public async Task Timer_GivenUp_DoesNotHoldTheEnd() =>
        Assert.Equal(1, (await Run("leaves-a-timer")).ReadOutput<int>());

    [Case]
    public async Task Timers_ThreeAtOnce_AllFireAndNoneEarly() =>
        Assert.Equal([true, true, true], (await Run("three-timers")).ReadOutput<bool[]>()!.AsEnumerable());

    [Case]
    public async Task Clock_OfTheWorkflow_PassesTheTimer() =>
        Assert.True((await Run("clock-goes-on")).ReadOutput<bool>());

    [Case]
    public async Task Start_ForLater_IsPendingUntilThen()
    {
        foreach (var wait in LongerAndLonger)
        {
            var startAt = TimeProvider.System.GetUtcNow() + wait;
            var id = await Eventually(() => Client.Schedule("no-time-at-all", startAt: startAt));
            var early = await Client.Get(id);
            if (TimeProvider.System.GetUtcNow() < startAt)
            {
                var state = await End(id);
                Assert.Equal(InstanceStatus.Pending, early!.Status);
                Assert.True((state.CompletedAt ?? state.UpdatedAt) >= startAt, $"it ended before {startAt}");
                return;
            }
        }

        Assert.Fail("the machine is too slow: every start came before it was looked at");
    }
}
