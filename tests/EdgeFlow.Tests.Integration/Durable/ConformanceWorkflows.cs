using System.Collections.Concurrent;
using EdgeFlow.Durable;

namespace EdgeFlow.Tests.Integration.Durable;

/// <summary>The workflows and activities of the conformance suite.</summary>
internal static class ConformanceWorkflows
{
    private static readonly ConcurrentDictionary<string, int> Attempts = new();

    public static void AddTo(WorkflowWorker worker)
    {
        Add<int, int>(worker, nameof(Chain), Chain);
        Add<int, int[]>(worker, nameof(FanOut), FanOut);
        Add<int, string>(worker, nameof(TimerRace), TimerRace);
        Add<int, string>(worker, nameof(ThreeEvents), ThreeEvents);
        Add<int, string>(worker, nameof(OneEvent), OneEvent);
        Add<int, int>(worker, nameof(Flaky), Flaky);
        Add<int, string>(worker, nameof(Parent), Parent);
        Add<int, int>(worker, nameof(Counter), Counter);
        Add<string, int>(worker, nameof(Sender), Sender);
        Add<int, int>(worker, nameof(CallsUnknown), CallsUnknown);
        worker.AddActivity<int, int>("increment", (_, n, _) => Task.FromResult(n + 1));
        worker.AddActivity<int, int>("fail-first", (context, failures, _) =>
        {
            var attempt = Attempts.AddOrUpdate(context.TaskExecutionId, 1, (_, before) => before + 1);
            return attempt > failures ? Task.FromResult(attempt) : throw new FlakyException();
        });
    }

    public static async Task<int> Chain(WorkflowContext context, int steps)
    {
        var sum = 0;
        for (var step = 0; step < steps; step++)
        {
            sum += await context.CallActivity<int>("increment", step);
            context.SetCustomStatus($"{step + 1} of {steps}");
        }

        return sum;
    }

    public static Task<int[]> FanOut(WorkflowContext context, int width) =>
        Task.WhenAll(Enumerable.Range(0, width).Select(n => context.CallActivity<int>("increment", n)));

    public static async Task<string> TimerRace(WorkflowContext context, int milliseconds)
    {
        using var lost = new CancellationTokenSource();
        var arrival = context.WaitForEvent<string>("never", lost.Token);
        var timer = context.CreateTimer(TimeSpan.FromMilliseconds(milliseconds));
        var first = await Task.WhenAny(arrival, timer);
        lost.Cancel();
        return first == timer ? "timer" : "event";
    }

    public static async Task<string> ThreeEvents(WorkflowContext context, int input)
    {
        var text = await context.WaitForEvent<string>("go");
        await context.CallActivity("increment", input);
        return text + await context.WaitForEvent<string>("Go", TimeSpan.FromMinutes(5))
            + await context.WaitForEvent<string>("go");
    }

    public static Task<string> OneEvent(WorkflowContext context, int input) => context.WaitForEvent<string>("go");

    public static Task<int> Flaky(WorkflowContext context, int failures) => context.CallActivity<int>(
        "fail-first",
        failures,
        new ActivityOptions
        {
            Retry = new RetryPolicy(3, TimeSpan.FromMilliseconds(20), OnlyErrorTypes: ["Acme.Flaky"]),
        });

    public static async Task<string> Parent(WorkflowContext context, int input)
    {
        var sum = await context.CallChild<int>(nameof(Chain), 3);
        try
        {
            await context.CallChild<int>(nameof(Flaky), 100);
            return "no failure";
        }
        catch (TaskFailedException failed)
        {
            return $"{sum} {failed.ErrorType}";
        }
    }

    public static async Task<int> Counter(WorkflowContext context, int count)
    {
        count += await context.WaitForEvent<int>("more");
        if (count < 5)
        {
            context.ContinueAsNew(count);
        }

        return count;
    }

    public static Task<int> Sender(WorkflowContext context, string receiver)
    {
        context.SendEvent(receiver, "go", "hello");
        return Task.FromResult(0);
    }

    public static Task<int> CallsUnknown(WorkflowContext context, int input) =>
        context.CallActivity<int>("nowhere");

    private static void Add<TIn, TOut>(
        WorkflowWorker worker, string name, Func<WorkflowContext, TIn, Task<TOut>> code) =>
        worker.AddWorkflow<Written<TIn, TOut>, TIn, TOut>(name, () => new Written<TIn, TOut>(code));

    private sealed class Written<TIn, TOut>(Func<WorkflowContext, TIn, Task<TOut>> code) : Workflow<TIn, TOut>
    {
        public override Task<TOut> Run(WorkflowContext context, TIn input) => code(context, input);
    }

    private sealed class FlakyException() : Exception("not yet"), IClassifiedFailure
    {
        public string ErrorType => "Acme.Flaky";

        public bool IsNonRetriable => false;
    }
}
