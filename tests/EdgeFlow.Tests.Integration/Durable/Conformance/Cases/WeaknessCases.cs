using System.Collections.Concurrent;
using EdgeFlow.Durable;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>What is known to go wrong in the engine, and is harmless on our side.</summary>
public sealed class WeaknessCases(ConformanceTarget target) : CaseBook(target)
{
    private static readonly Attempts Runs = new();
    private static readonly Attempts Effects = new();
    private static readonly ConcurrentDictionary<string, TaskCompletionSource<string>> Gates = new();

    public override void AddTo(WorkflowWorker worker)
    {
        worker.AddActivity<string, string>("gated", (_, key, _) => Gate(key + Runs.Note(key)).Task);
        Flow<string, string>(worker, "gated", (context, key) => context.CallActivity<string>("gated", key));
        Flow<int, int>(worker, "sum-as-new", async (context, so) =>
        {
            so += await context.WaitForEvent<int>("number");
            if (so < 465)
            {
                context.ContinueAsNew(so);
            }

            return so;
        });
    }

    [Case]
    public async Task Activity_RunTwiceAfterALostWorker_KnowsItsCallBothTimes()
    {
        await using var app = await Target.NewApp(Fresh("lost"));
        var begun = new TaskCompletionSource();
        var lost = await app.StartWorker(
            worker => AddEffect(worker, async cancel =>
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancel);
            }),
            options => options with { DrainTimeout = TimeSpan.Zero });
        var id = await Eventually(() => app.Client.Schedule("effect"));
        await begun.Task.WaitAsync(Patience);
        await lost.DisposeAsync();
        await app.StartWorker(worker => AddEffect(worker, _ => Task.CompletedTask));
        var call = (await app.Client.WaitForCompletion(id, Patience)).ReadOutput<string>();

        Assert.Equal(2, Effects.Of(call));
    }

    [Case]
    public async Task Outcome_OfAnActivityGivenTwice_CountsOnce()
    {
        await using var app = await Target.NewApp(Fresh("twice"));
        await using var worker = new HandWorker(app);
        var id = await worker.Start(app, "by-hand");
        await worker.Answer((await worker.Next(id)).WorkItem, HandWorker.CallActivity(1));
        var call = await worker.Next(id);
        await worker.Complete(call.WorkItem, "\"first\"");
        await worker.CompleteIfTaken(call.WorkItem, "\"second\"");
        var turn = await worker.Next(id);
        await worker.Answer(turn.WorkItem, HandWorker.End(2, turn.Results.Single()));

        Assert.Equal("first", (await app.Client.WaitForCompletion(id, Patience)).ReadOutput<string>());
        Assert.Single(await app.Client.History(id), item => item.TaskCompleted is not null);
    }

    [Case]
    public async Task Answer_OfATurnGivenTwice_CountsOnce()
    {
        await using var app = await Target.NewApp(Fresh("again"));
        await using var worker = new HandWorker(app);
        var id = await worker.Start(app, "by-hand");
        var first = await worker.Next(id);
        await worker.Answer(first.WorkItem, HandWorker.CallActivity(1));
        var call = await worker.Next(id);
        await worker.AnswerIfTaken(first.WorkItem, HandWorker.CallActivity(1));
        await worker.Complete(call.WorkItem, "\"once\"");
        var turn = await worker.Next(id);
        await worker.Answer(turn.WorkItem, HandWorker.End(2, turn.Results.Single()));

        Assert.Equal("once", (await app.Client.WaitForCompletion(id, Patience)).ReadOutput<string>());
        Assert.Single(await app.Client.History(id), item => item.TaskScheduled is not null);
    }

    [Case]
    public async Task Outcome_OfAnEarlierRunOfTheId_DoesNotEndTheStepOfTheNext()
    {
        var (id, key) = (Fresh("reused"), Fresh("key"));
        await Schedule("gated", key, id);
        await Until(() => Task.FromResult(Runs.Of(key) == 1));
        await Client.Terminate(id);
        await End(id);
        await Eventually(() => Client.Schedule("gated", key, id));
        await Until(() => Task.FromResult(Runs.Of(key) == 2));
        Gate(key + 1).SetResult("of the first run");
        await StaysOpen(id);
        Gate(key + 2).SetResult("of the second run");

        Assert.Equal("of the second run", (await End(id)).ReadOutput<string>());
    }

    [Case]
    public async Task Events_WhileTheInstanceContinuesAsNew_AreAllCountedOnce()
    {
        var id = await Begin("sum-as-new", 0);
        foreach (var half in Enumerable.Range(1, 30).Chunk(15))
        {
            await Task.WhenAll(half.Select(n => Eventually(() => Client.RaiseEvent(id, "number", n))));
        }

        Assert.Equal(465, (await End(id)).ReadOutput<int>());
    }

    private static TaskCompletionSource<string> Gate(string key) => Gates.GetOrAdd(
        key, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));

    private static void AddEffect(WorkflowWorker worker, Func<CancellationToken, Task> then)
    {
        worker.AddActivity<int, string>("effect", async (context, _, cancel) =>
        {
            Effects.Note(context.TaskExecutionId);
            await then(cancel);
            return context.TaskExecutionId;
        });
        Flow<int, string>(worker, "effect", (context, _) => context.CallActivity<string>("effect"));
    }
}
