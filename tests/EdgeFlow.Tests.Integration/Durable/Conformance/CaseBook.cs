using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>The cases of one concept, with the workflows that they run and words to write them in.</summary>
public abstract class CaseBook(ConformanceTarget target)
{
    /// <summary>A limit and never a wait: the machine may be busy with everything else.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>How long a case looks on before it says that nothing happens.</summary>
    protected static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);

    /// <summary>Times to try one after the other where a case has to be faster than a timer.</summary>
    protected static readonly TimeSpan[] LongerAndLonger =
        [TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60)];

    protected ConformanceTarget Target => target;

    protected WorkflowClient Client => target.Home.Client;

    /// <summary>Registers the workflows and activities of the cases.</summary>
    public abstract void AddTo(WorkflowWorker worker);

    protected static void Flow<TIn, TOut>(
        WorkflowWorker worker, string name, Func<WorkflowContext, TIn, Task<TOut>> code) =>
        worker.AddWorkflow<Written<TIn, TOut>, TIn, TOut>(name, () => new Written<TIn, TOut>(code));

    /// <summary>Starts an instance and waits for its end.</summary>
    protected async Task<InstanceState> Run(string name, object? input = null, string? id = null)
    {
        var started = await Schedule(name, input, id);
        return await Client.WaitForCompletion(started, Patience);
    }

    protected Task<string> Schedule(string name, object? input = null, string? id = null) =>
        Eventually(() => Client.Schedule(name, input, id));

    /// <summary>Starts an instance and waits until its code has run for the first time.</summary>
    protected async Task<string> Begin(string name, object? input = null, string? id = null)
    {
        var started = await Schedule(name, input, id);
        await Client.WaitForStart(started, Patience);
        return started;
    }

    protected Task<InstanceState> End(string id) => Client.WaitForCompletion(id, Patience);

    // A Dapr sidecar takes a moment to notice that a worker has come or gone, and refuses calls meanwhile.
    protected static async Task<T> Eventually<T>(Func<Task<T>> call)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (GrpcException notYet) when (notYet.IsRetriable && !patience.IsCancellationRequested)
            {
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    protected static Task Eventually(Func<Task> call) => Eventually(async () =>
    {
        await call();
        return true;
    });

    protected static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    protected Task Until(string id, InstanceStatus status) =>
        Until(async () => (await Client.Get(id))?.Status == status);

    /// <summary>Asserts that the instance does not end while we look.</summary>
    protected async Task StaysOpen(string id) =>
        await Assert.ThrowsAsync<TimeoutException>(() => Client.WaitForCompletion(id, Glance));

    protected static string Fresh(string prefix) => $"{prefix}-{Guid.NewGuid():N}";

    private sealed class Written<TIn, TOut>(Func<WorkflowContext, TIn, Task<TOut>> code) : Workflow<TIn, TOut>
    {
        public override Task<TOut> Run(WorkflowContext context, TIn input) => code(context, input);
    }
}
