using EdgeFlow.Durable;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>Workers that come, go and share the work.</summary>
public sealed class WorkerCases(ConformanceTarget target) : CaseBook(target)
{
    public override void AddTo(WorkflowWorker worker)
    {
    }

    [Case]
    public async Task Start_BeforeAnyWorker_RunsOnceOneComes()
    {
        await using var app = await Target.NewApp(Fresh("early"));
        var starting = Eventually(() => app.Client.Schedule("echo", "x"));
        await app.StartWorker(AddAll);
        var state = await app.Client.WaitForCompletion(await starting, Patience);

        Assert.Equal("x", state.ReadOutput<string>());
    }

    [Case]
    public async Task Worker_ReplacedInTheMiddle_GoesOnWithTheInstance()
    {
        await using var app = await Target.NewApp(Fresh("replaced"));
        var first = await app.StartWorker(AddAll);
        var id = await Eventually(() => app.Client.Schedule("three-events", 0));
        await app.Client.WaitForStart(id, Patience);
        await app.Client.RaiseEvent(id, "go", "a");
        await first.DisposeAsync();

        await app.StartWorker(AddAll);
        await Eventually(() => app.Client.RaiseEvent(id, "go", "b"));
        await Eventually(() => app.Client.RaiseEvent(id, "go", "c"));

        Assert.Equal("abc", (await app.Client.WaitForCompletion(id, Patience)).ReadOutput<string>());
    }

    [Case]
    public async Task Workers_TwoOfOneApplication_ShareTheWork()
    {
        await using var app = await Target.NewApp(Fresh("shared"));
        await app.StartWorker(worker => AddSharing(worker, "one"));
        await app.StartWorker(worker => AddSharing(worker, "two"));
        var seen = new HashSet<string>();

        await Until(async () =>
        {
            var id = await Eventually(() => app.Client.Schedule("ask-twenty"));
            var state = await app.Client.WaitForCompletion(id, Patience);
            seen.UnionWith(state.ReadOutput<string[]>());
            return seen.Count == 2;
        });

        Assert.Equal(["one", "two"], seen.Order());
    }

    private void AddAll(WorkflowWorker worker) => ConformanceTarget.AddAll(worker, ConformanceCase.Books(Target));

    private static void AddSharing(WorkflowWorker worker, string name)
    {
        worker.AddActivity<int, string>("who-runs", (_, _, _) => Task.FromResult(name));
        Flow<int, string[]>(worker, "ask-twenty", (context, _) =>
            Task.WhenAll(Enumerable.Range(0, 20).Select(_ => context.CallActivity<string>("who-runs"))));
    }
}
