using EdgeFlow.Durable;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>Workflows whose steps run in another application.</summary>
public sealed class MultiAppCases(ConformanceTarget target) : CaseBook(target)
{
    /// <summary>What the other application can do; some of it under names that the first one has too.</summary>
    public static void AddToOther(WorkflowWorker worker)
    {
        worker.AddActivity<string, string>("where", (_, text, _) => Task.FromResult($"{text} there"));
        worker.AddActivity<int, int>("burst-there", (_, _, _) => throw new InvalidOperationException("it burst there"));
        Flow<string, string>(worker, "flow-there", async (context, text) =>
            "child: " + await context.CallActivity<string>("where", text));
    }

    public override void AddTo(WorkflowWorker worker)
    {
        worker.AddActivity<string, string>("where", (_, text, _) => Task.FromResult($"{text} here"));
        Flow<string, string>(worker, "here-and-there", async (context, other) =>
            await context.CallActivity<string>("where", "first") + ", "
            + await context.CallActivity<string>("where", "then", new ActivityOptions { TargetApp = other }));
        Flow<string, string>(worker, "child-there", (context, other) =>
            context.CallChild<string>("flow-there", "x", new ChildOptions { TargetApp = other }));
        Flow<string, string>(worker, "bursts-there", async (context, other) =>
        {
            var failed = await Assert.ThrowsAsync<TaskFailedException>(() =>
                context.CallActivity<int>("burst-there", 0, new ActivityOptions { TargetApp = other }));
            return failed.Failure.Message;
        });
    }

    [Case]
    public async Task Activity_OfAnotherApplication_RunsThere()
    {
        var other = await Target.Other();

        Assert.Equal("first here, then there", (await Run("here-and-there", other.AppId)).ReadOutput<string>());
    }

    [Case]
    public async Task Child_OfAnotherApplication_RunsThereWithItsActivities()
    {
        var other = await Target.Other();

        Assert.Equal("child: x there", (await Run("child-there", other.AppId)).ReadOutput<string>());
    }

    [Case]
    public async Task Failure_InAnotherApplication_ComesBack()
    {
        var other = await Target.Other();

        Assert.Contains(
            "it burst there",
            (await Run("bursts-there", other.AppId)).ReadOutput<string>(),
            StringComparison.Ordinal);
    }
}
