using EdgeFlow.Durable;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>Activities: the steps that do something.</summary>
public sealed class ActivityCases(ConformanceTarget target) : CaseBook(target)
{
    public override void AddTo(WorkflowWorker worker)
    {
        worker.AddActivity<int, int>("increment", (_, n, _) => Task.FromResult(n + 1));
        worker.AddActivity<string?, string?>("silent", (_, _, _) => Task.FromResult<string?>(null));
        worker.AddActivity<int, int>("burst", (_, _, _) =>
            throw new InvalidOperationException("the boiler burst", new TimeoutException("the valve stuck")));
        worker.AddActivity<int, string>("who", (context, _, _) =>
            Task.FromResult($"{context.InstanceId}/{context.TaskId}/{context.Name}"));
        Flow<int, int>(worker, "chain", Chain);
        Flow<int, int[]>(worker, "fan-out", (context, width) =>
            Task.WhenAll(Enumerable.Range(0, width).Select(n => context.CallActivity<int>("increment", n))));
        Flow<int, string>(worker, "one-of-three-bursts", async (context, _) =>
        {
            var calls = new[]
            {
                context.CallActivity<int>("increment", 1), context.CallActivity<int>("burst"),
                context.CallActivity<int>("increment", 2),
            };
            var failed = await Assert.ThrowsAsync<TaskFailedException>(() => Task.WhenAll(calls));
            return $"{await calls[0]} {await calls[2]} {failed.Failure.Message}";
        });
        Flow<int, int>(worker, "bursts", (context, _) => context.CallActivity<int>("burst"));
        Flow<int, int>(worker, "calls-unknown", (context, _) => context.CallActivity<int>("nowhere"));
        Flow<int, bool>(worker, "asks-the-silent", async (context, _) =>
            await context.CallActivity<string?>("silent") is null);
        Flow<int, string>(worker, "asks-who", (context, _) => context.CallActivity<string>("who"));
        Flow<int, int>(worker, "mixed", async (context, _) =>
        {
            var first = context.CallActivity<int>("increment", 1);
            await context.CreateTimer(TimeSpan.FromMilliseconds(10));
            return await first + await context.CallActivity<int>("increment", 10);
        });
    }

    [Case]
    public async Task Chain_TenSteps_CompletesWithTheirSum()
    {
        var state = await Run("chain", 10);

        Assert.Equal(55, state.ReadOutput<int>());
        Assert.Equal("10 of 10", state.ReadCustomStatus<string>());
    }

    [Case]
    public async Task FanOut_FiftyAtOnce_CompletesWithAllResults()
    {
        var state = await Run("fan-out", 50);

        Assert.Equal(Enumerable.Range(1, 50), state.ReadOutput<int[]>());
    }

    [Case]
    public async Task FanOut_OneFails_LeavesTheOthersTheirResults()
    {
        var state = await Run("one-of-three-bursts");

        Assert.Equal("2 3 the boiler burst", state.ReadOutput<string>());
    }

    [Case]
    public async Task Failure_Uncaught_FailsTheInstanceWithMessageAndCause()
    {
        var state = await Run("bursts");

        Assert.Equal(InstanceStatus.Failed, state.Status);
        Assert.Contains("the boiler burst", state.Failure!.Message, StringComparison.Ordinal);
        var causes = new List<string>();
        for (var cause = state.Failure; cause is not null; cause = cause.Inner)
        {
            causes.Add(cause.Message);
        }

        Assert.Contains(causes, message => message.Contains("the valve stuck", StringComparison.Ordinal));
    }

    [Case]
    public async Task UnknownName_OfAnActivity_FailsClearly()
    {
        var state = await Run("calls-unknown");

        Assert.Equal("ActivityNotRegistered", state.Failure!.ErrorType);
    }

    [Case]
    public async Task Result_Null_ComesBackAsNull()
    {
        var state = await Run("asks-the-silent");

        Assert.True(state.ReadOutput<bool>());
    }

    [Case]
    public async Task Context_OfAnActivity_NamesInstanceAndStep()
    {
        var state = await Run("asks-who");

        Assert.Equal($"{state.InstanceId}/1/who", state.ReadOutput<string>());
    }

    [Case]
    public async Task Steps_ActivitiesAndTimersMixed_KeepTheirResults()
    {
        var state = await Run("mixed");

        Assert.Equal(13, state.ReadOutput<int>());
    }

    private static async Task<int> Chain(WorkflowContext context, int steps)
    {
        var sum = 0;
        for (var step = 0; step < steps; step++)
        {
            sum += await context.CallActivity<int>("increment", step);
            context.SetCustomStatus($"{step + 1} of {steps}");
        }

        return sum;
    }
}
