using EdgeFlow.Durable;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance.Cases;

/// <summary>Retries: failed attempts that are made again.</summary>
public sealed class RetryCases(ConformanceTarget target) : CaseBook(target)
{
    private static readonly Attempts Attempts = new();
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    public override void AddTo(WorkflowWorker worker)
    {
        worker.AddActivity<int, int>("fail-first", (context, failures, _) =>
        {
            var attempt = Attempts.Note(context.TaskExecutionId);
            return attempt > failures ? Task.FromResult(attempt) : throw new FlakyException();
        });
        worker.AddActivity<int, int>("hopeless", (context, _, _) =>
        {
            Attempts.Note(context.InstanceId);
            throw new NonRetriableException("no use");
        });
        Flow<int, int>(worker, "flaky", (context, failures) => context.CallActivity<int>(
            "fail-first", failures, With(new RetryPolicy(3, Soon, OnlyErrorTypes: ["Acme.Flaky"]))));
        Flow<int, int>(worker, "flaky-of-another-kind", (context, failures) => context.CallActivity<int>(
            "fail-first", failures, With(new RetryPolicy(3, Soon, OnlyErrorTypes: ["Acme.Other"]))));
        Flow<int, int>(worker, "hopeless", (context, _) => context.CallActivity<int>(
            "hopeless", null, With(new RetryPolicy(5, Soon))));
        Flow<string, int>(worker, "flaky-child", (_, key) =>
            Attempts.Note(key) > 2 ? Task.FromResult(7) : throw new FlakyException());
        Flow<string, int>(worker, "parent-of-flaky", (context, key) => context.CallChild<int>(
            "flaky-child", key, new ChildOptions { Retry = new RetryPolicy(5, Soon) }));
        Flow<int, string>(worker, "gives-up-in-time", async (context, _) =>
        {
            var policy = new RetryPolicy(1000, TimeSpan.FromMinutes(1), Timeout: TimeSpan.FromSeconds(1));
            var failed = await Assert.ThrowsAsync<TaskFailedException>(
                () => context.CallActivity<int>("fail-first", 1000, With(policy)));
            return failed.ErrorType;
        });
    }

    [Case]
    public async Task Retry_FailsTwice_CompletesWithTheThirdAttempt()
    {
        var state = await Run("flaky", 2);

        Assert.Equal(3, state.ReadOutput<int>());
    }

    [Case]
    public async Task Retry_AttemptsUsedUp_FailsWithTheLastFailure()
    {
        var state = await Run("flaky", 100);

        Assert.Equal(InstanceStatus.Failed, state.Status);
        Assert.Equal("Acme.Flaky", state.Failure!.ErrorType);
    }

    [Case]
    public async Task Retry_FailureOfAnotherKind_IsNotTriedAgain()
    {
        var state = await Run("flaky-of-another-kind", 1);

        Assert.Equal(InstanceStatus.Failed, state.Status);
    }

    [Case]
    public async Task Retry_NonRetriable_IsTriedOnce()
    {
        var state = await Run("hopeless");

        Assert.Equal(InstanceStatus.Failed, state.Status);
        Assert.Equal(1, Attempts.Of(state.InstanceId));
    }

    [Case]
    public async Task Retry_OfAChild_RunsItAgain()
    {
        var state = await Run("parent-of-flaky", Fresh("key"));

        Assert.Equal(7, state.ReadOutput<int>());
    }

    [Case]
    public async Task Retry_TimeUsedUp_GivesUpBeforeTheWait()
    {
        var state = await Run("gives-up-in-time");

        Assert.Equal("Acme.Flaky", state.ReadOutput<string>());
    }

    private static ActivityOptions With(RetryPolicy policy) => new() { Retry = policy };

    private sealed class FlakyException() : Exception("not yet"), IClassifiedFailure
    {
        public string ErrorType => "Acme.Flaky";

        public bool IsNonRetriable => false;
    }
}
