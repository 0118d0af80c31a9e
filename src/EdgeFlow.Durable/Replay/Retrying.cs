namespace EdgeFlow.Durable.Replay;

/// <summary>Repeats a failed step as its policy says, with durable timers between the attempts.</summary>
internal static class Retrying
{
    public static Task<T> Run<T>(
        RetryPolicy? policy, WorkflowContext context, Func<Task<T>> attempt, Func<TimeSpan, Task> wait) =>
        policy is null ? attempt() : Repeat(policy, context, attempt, wait);

    private static async Task<T> Repeat<T>(
        RetryPolicy policy, WorkflowContext context, Func<Task<T>> attempt, Func<TimeSpan, Task> wait)
    {
        var startedAt = context.CurrentTime;
        for (var number = 1; ; number++)
        {
            TimeSpan? delay = null;
            try
            {
                return await attempt();
            }
            catch (TaskFailedException failed) when (
                (delay = policy.DelayAfter(number, failed.Failure, context.CurrentTime - startedAt)) is not null)
            {
                // The filter has decided that another attempt follows; a final failure passes by unchanged.
            }

            await wait(delay!.Value);
        }
    }
}
