using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>Deleting ended instances, and listing what there is.</summary>
public sealed class PurgeCases(ConformanceTarget target) : CaseBook(target)
{
    public override void AddTo(WorkflowWorker worker)
    {
    }

    [Case]
    public async Task Purge_Ended_DeletesIt()
    {
        var state = await Run("echo", "x");
        var outcome = await Client.Purge(state.InstanceId);

        Assert.Equal(1, outcome.DeletedCount);
        Assert.Null(await Client.Get(state.InstanceId));
    }

    [Case]
    public async Task Purge_Running_IsRefused()
    {
        var id = await Begin("one-event");

        await Assert.ThrowsAsync<GrpcException>(() => Client.Purge(id));
        await Client.Terminate(id);
    }

    // A Dapr sidecar tells the parent that its child has ended before it keeps the child's end: hence the second wait.
    [Case]
    public async Task Purge_Recursive_DeletesTheChildToo()
    {
        var child = Fresh("child");
        var state = await Run("parent-of-named", child);
        await End(child);
        var outcome = await Client.Purge(state.InstanceId, recursive: true);

        Assert.Equal(2, outcome.DeletedCount);
        Assert.Null(await Client.Get(child));
    }

    [Case]
    public async Task Purge_NotRecursive_LeavesTheChild()
    {
        var child = Fresh("child");
        var state = await Run("parent-of-named", child);
        await End(child);
        await Client.Purge(state.InstanceId, recursive: false);

        Assert.NotNull(await Client.Get(child));
    }

    [Case]
    public async Task Purge_ByFilter_DeletesTheEndedOfThatTimeAndStatus()
    {
        await using var app = await Target.NewApp(Fresh("purge"));
        await app.StartWorker(worker => ConformanceTarget.AddAll(worker, ConformanceCase.Books(Target)));
        var done = await Eventually(() => app.Client.Schedule("echo", "x"));
        var state = await app.Client.WaitForCompletion(done, Patience);
        var failed = await Eventually(() => app.Client.Schedule("bursts"));
        await app.Client.WaitForCompletion(failed, Patience);
        var created = state.CreatedAt!.Value;
        var filter = new PurgeFilter(created, created.AddMilliseconds(1), [InstanceStatus.Completed]);

        await app.Client.Purge(filter);

        Assert.Null(await app.Client.Get(done));
        Assert.NotNull(await app.Client.Get(failed));
    }

    [Case]
    public async Task Purge_ByForce_DeletesAnUnfinishedWhoseWorkerIsGone()
    {
        await using var app = await Target.NewApp(Fresh("force"));
        var worker = await app.StartWorker(
            worker => ConformanceTarget.AddAll(worker, ConformanceCase.Books(Target)));
        var id = await Eventually(() => app.Client.Schedule("one-event", 0));
        await app.Client.WaitForStart(id, Patience);
        await worker.DisposeAsync();

        await Until(async () =>
        {
            try
            {
                return (await app.Client.Purge(id, force: true)).DeletedCount > 0;
            }
            catch (GrpcException)
            {
                // A Dapr sidecar refuses while it has not yet noticed that the worker is gone.
                return false;
            }
        });

        Assert.Null(await Eventually(() => app.Client.Get(id)));
    }

    [Case]
    public async Task List_OfAnotherApplication_DoesNotShowOurs()
    {
        var ours = await Run("echo", "x");
        var other = await Target.Other();
        var page = await other.Client.List(pageSize: 1000);

        Assert.DoesNotContain(ours.InstanceId, page.InstanceIds);
    }

    [Case]
    public async Task List_InPages_GivesEveryInstanceOnce()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(async n => (await Run("echo", $"{n}")).InstanceId));
        var seen = new List<string>();
        string? token = null;
        do
        {
            var page = await Client.List(pageSize: 3, token);
            seen.AddRange(page.InstanceIds);
            token = page.NextToken;
        }
        while (token is not null);

        Assert.All(ids, id => Assert.Contains(id, seen));
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }
}
